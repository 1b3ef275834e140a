using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Tests.App.Collecting.Live;

/// <summary>Probe results, each with a number that it is known by.</summary>
static class Measured
{
    const long Second = 1_000_000_000;

    public static ProbeResult Result(int number) => new()
    {
        Vantage = "v1",
        Target = $"web{number % 7}",
        Kind = TargetKind.Web,
        Protocol = ProbeProtocol.Http,
        StartedAtNanos = number * Second,
        RttMilliseconds = 1.5,
        Outcome = ProbeOutcome.Ok,
    };

    public static ProbeReport Report(int number) => new(Result(number), default);

    public static VantageHeartbeat Beat(int number) => new("v1", number * Second);

    /// <summary>The number of a result.</summary>
    public static int Number(ProbeResult result) => (int)(result.StartedAtNanos / Second);
}
