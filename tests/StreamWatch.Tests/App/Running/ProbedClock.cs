using System.Diagnostics;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using StreamWatch.Tests.Collectors.Probing;
using Xunit;

namespace StreamWatch.Tests.App.Running;

/// <summary>Ten web sites that are probed by a clock that is moved by hand.</summary>
sealed class ProbedClock
{
    public ManualTime Time { get; } = new();

    public IReadOnlyList<WatchedTarget> Targets { get; } =
    [
        .. Enumerable.Range(0, 10).Select(i => new WatchedTarget
        {
            Name = $"web{i}",
            Kind = TargetKind.Web,
            Probe = new ProbeSetting { Protocol = ProbeProtocol.Http, Host = "example.org" },
        }),
    ];

    public ProbeSchedulerOptions Schedule => new() { Vantage = "v1", Time = Time };

    /// <summary>Moves the clock on, and does something at each step, until something is so.</summary>
    public async Task AdvanceUntilAsync(Func<bool> isSo, Action? step = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "waited in vain");
            Time.Advance(TimeSpan.FromMilliseconds(200));
            step?.Invoke();

            // What the clock sets going on other threads gets its turn.
            await Task.Yield();
        }
    }
}
