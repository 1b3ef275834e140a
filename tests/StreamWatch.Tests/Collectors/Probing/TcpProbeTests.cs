using System.Net;
using System.Net.Sockets;
using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>The handshake and nothing else.</summary>
public sealed class TcpProbeTests
{
    [Fact]
    public async Task A_port_that_takes_the_connection_is_ok_though_it_says_nothing()
    {
        await using var server = new TcpStub(TcpStub.DrainAsync);

        var (result, timings) = await Probes.RunAsync(Probes.At(server.EndPoint, ProbeProtocol.Tcp));

        Assert.Equal((ProbeOutcome.Ok, OutcomeClass.Service, "v1", "t"), (result.Outcome, result.Class, result.Vantage, result.Target));
        Assert.Equal(IPAddress.Loopback, result.Address);
        Assert.NotNull(result.RttMilliseconds);
        Assert.NotNull(timings.Connect);
        Assert.Null(timings.Resolve);
        Assert.Null(timings.Tls);
        Assert.Null(timings.FirstByte);
        Assert.True(timings.Total >= timings.Connect);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_refused()
    {
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var (result, _) = await Probes.RunAsync(Probes.At((IPEndPoint)bound.LocalEndPoint!, ProbeProtocol.Tcp));

        Assert.Equal((ProbeOutcome.ConnectionRefused, OutcomeClass.Alive), (result.Outcome, result.Class));
        Assert.NotNull(result.RttMilliseconds);
    }

    [Fact]
    public async Task A_full_queue_of_connections_drops_the_SYN_and_that_is_a_time_out()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var waiting = new List<Socket>();
        try
        {
            // One or two fit into the queue of length 0; the next waits for an answer that never comes.
            while (await FitsAsync((IPEndPoint)full.LocalEndPoint!, waiting))
            {
            }

            var setting = Probes.At((IPEndPoint)full.LocalEndPoint!, ProbeProtocol.Tcp) with { Timeout = TimeSpan.FromMilliseconds(100) };
            var (result, timings) = await Probes.RunAsync(setting);

            Assert.Equal((ProbeOutcome.Timeout, "no answer to the SYN within 0.1 s"), (result.Outcome, result.Detail));
            Assert.Null(result.RttMilliseconds);
            Assert.Equal(OutcomeClass.Silent, result.Class);
            Assert.Equal(StreamWatch.Collectors.Probing.ProbeStep.Connect, timings.EndedIn);
        }
        finally
        {
            waiting.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Giving_up_is_no_result()
    {
        await using var server = new TcpStub(TcpStub.DrainAsync);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var target = new StreamWatch.Domain.Watching.WatchedTarget { Name = "t", Kind = TargetKind.Host, Probe = Probes.At(server.EndPoint, ProbeProtocol.Tcp) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new StreamWatch.Collectors.Probing.Prober(Probes.Options).ProbeAsync(target, cancellation.Token));
    }

    static async Task<bool> FitsAsync(IPEndPoint server, List<Socket> waiting)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        waiting.Add(socket);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
