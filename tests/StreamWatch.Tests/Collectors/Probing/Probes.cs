using System.Net;
using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>Single attempts against servers of the test.</summary>
static class Probes
{
    /// <summary>Longer than any test waits: what has to end by itself does so before.</summary>
    public static readonly TimeSpan Ample = TimeSpan.FromMinutes(1);

    public static ProberOptions Options { get; } = new() { Vantage = "v1", Time = TimeProvider.System };

    /// <summary>A probe of a server on this host.</summary>
    public static ProbeSetting At(IPEndPoint server, ProbeProtocol protocol) =>
        new() { Protocol = protocol, Address = server.Address, Port = server.Port, Timeout = Ample };

    /// <summary>Probes once.</summary>
    public static Task<ProbeReport> RunAsync(ProbeSetting setting, ProberOptions? options = null, TargetKind kind = TargetKind.Web) =>
        new Prober(options ?? Options).ProbeAsync(
            new WatchedTarget { Name = "t", Kind = kind, Probe = setting }, TestContext.Current.CancellationToken);

    /// <summary>Probes a server that never answers: when it has been reached the time-out passes at once.</summary>
    public static async Task<ProbeReport> RunSilentAsync(ProbeSetting setting, Task reached, ProberOptions? options = null, TargetKind kind = TargetKind.Web)
    {
        var time = new ManualTime();
        var probe = RunAsync(setting, (options ?? Options) with { Time = time }, kind);
        await reached;
        time.Advance(setting.Timeout);
        return await probe;
    }
}
