using System.Net;
using System.Net.Sockets;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>Stands between a program and a server on loopback, and can be cut: connections break, new ones are refused.</summary>
sealed class CutCable : IDisposable
{
    readonly int _server;
    readonly List<TcpClient> _clients = [];
    readonly Lock _lock = new();
    TcpListener? _listener;

    public CutCable(int serverPort)
    {
        _server = serverPort;
        Join();
    }

    /// <summary>Where the program connects to.</summary>
    public int Port { get; private set; }

    public void Join()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public void Cut()
    {
        _listener?.Dispose();
        lock (_lock)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    public void Dispose() => Cut();

    async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _server);
                lock (_lock)
                {
                    _clients.AddRange([client, server]);
                }

                _ = CopyAsync(client, server);
                _ = CopyAsync(server, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut.
        }
    }

    static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut.
        }
    }
}
