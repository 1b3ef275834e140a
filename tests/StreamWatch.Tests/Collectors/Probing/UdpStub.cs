using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>A UDP server on this host: the datagrams that answer each one are the test's.</summary>
sealed class UdpStub : IAsyncDisposable
{
    readonly UdpClient _client;
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _running;

    public UdpStub(Func<byte[], IEnumerable<byte[]>> answers, int port = 0)
    {
        _client = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
        _running = RunAsync(answers);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_client.Client.LocalEndPoint!;

    /// <summary>Ends when the first datagram has come and its answers have gone.</summary>
    public Task Reached => _reached.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    async Task RunAsync(Func<byte[], IEnumerable<byte[]>> answers)
    {
        try
        {
            while (true)
            {
                var asked = await _client.ReceiveAsync(_stop.Token);
                foreach (var answer in answers(asked.Buffer))
                {
                    await _client.SendAsync(answer, asked.RemoteEndPoint, _stop.Token);
                }

                _reached.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
