using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>Web and mail servers on loopback addresses of their own, each on a free port, that can be closed and opened again together.</summary>
sealed class WatchedServers : IDisposable
{
    static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    readonly List<(string Name, IPEndPoint At)> _places = [];
    readonly List<TcpListener> _listeners = [];

    /// <param name="count">How many; every third is a mail server that only takes connections.</param>
    public WatchedServers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Addresses 127.0.0.2 and up: each is a unit of its own, as hosts of a network are.
            using var free = new TcpListener(new IPAddress([127, 0, 0, (byte)(2 + i)]), 0);
            free.Start();
            _places.Add((i % 3 == 2 ? $"mail{i}" : $"web{i}", (IPEndPoint)free.LocalEndpoint));
        }

        Open();
    }

    public IReadOnlyList<string> Names => [.. _places.Select(place => place.Name)];

    /// <summary>A watch file that has one vantage point probe each of them once a second.</summary>
    public string WatchFile(string vantage)
    {
        var targets = _places.Select(place => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            { "name": "{{place.Name}}", "group": "mine", "kind": "{{place.Name.TrimEnd("0123456789".ToCharArray())}}",
              "probe": { "protocol": "{{(place.Name[0] == 'w' ? "http" : "tcp")}}", "address": "{{place.At.Address}}", "port": {{place.At.Port}}, "interval": "1s", "timeout": "900ms" } }
            """));
        return $$"""{ "vantages": [ { "name": "{{vantage}}" } ], "groups": [ { "name": "mine", "country": "NL", "asns": [64496] } ], "targets": [ {{string.Join(",\n", targets)}} ] }""";
    }

    public void Open()
    {
        foreach (var (_, at) in _places)
        {
            var listener = new TcpListener(at);
            listener.Start();
            _listeners.Add(listener);
            _ = ServeAsync(listener);
        }
    }

    public void Close()
    {
        _listeners.ForEach(listener => listener.Dispose());
        _listeners.Clear();
    }

    public void Dispose() => Close();

    static async Task ServeAsync(TcpListener listener)
    {
        var request = new byte[1024];
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                await stream.WriteAsync(Answer);
                client.Client.Shutdown(SocketShutdown.Send);
                while (await stream.ReadAsync(request) > 0)
                {
                    // What is asked is read to its end, so that the answer is not reset.
                }
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // That client has gone.
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
