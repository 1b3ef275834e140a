using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Tests.Collectors.Probing.Scheduling;

/// <summary>Probes nothing and counts.</summary>
/// <param name="holds">Probes do not end until they are given up.</param>
sealed class CountingProber(bool holds) : IProber
{
    int _inTick;
    int _atOnce;

    /// <summary>The names of what was probed, in order.</summary>
    public List<string> Targets { get; } = [];

    public int MostInATick { get; private set; }

    public int MostAtOnce { get; private set; }

    public void BeginTick() => _inTick = 0;

    public async Task<ProbeReport> ProbeAsync(WatchedTarget target, CancellationToken cancellation)
    {
        Targets.Add(target.Name);
        MostInATick = Math.Max(MostInATick, ++_inTick);
        MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
        if (holds)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }

        _atOnce--;
        var result = new ProbeResult
        {
            Vantage = "v1", Target = target.Name, Kind = target.Kind, Protocol = target.Probe!.Protocol, StartedAtNanos = 0, Outcome = ProbeOutcome.Ok,
        };
        return new ProbeReport(result, new ProbeTimings { Total = 0, EndedIn = ProbeStep.Answer });
    }
}
