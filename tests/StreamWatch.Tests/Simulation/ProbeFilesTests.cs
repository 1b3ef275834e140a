using System.Text;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Probing;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.Tests.Simulation;

/// <summary>The folder of a scenario of hosts is what its format says.</summary>
public sealed class ProbeFilesTests
{
    static readonly string[] Sample = ["ddos", "rolling-maintenance", "vantage-dies", "shared-address"];

    public static TheoryData<string> Sampled { get; } = new(Sample);

    static readonly string[] OfRoutesOnly =
    [
        "learned", "own-outages", "resets-with-states", "resets-without-states", "missing-file", "hijack", "table-transfer", "no-rib-start", "flapping",
    ];

    public static TheoryData<string> Others { get; } = new(ScenarioRegistry.All.Select(scenario => scenario.Name).Except(Sample).Except(OfRoutesOnly));

    [Theory]
    [MemberData(nameof(Sampled))]
    public void Every_line_is_of_a_target_and_a_vantage_point_of_the_watch_file_in_order_of_time(string name) => AssertLines(name);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(Others))]
    public void So_it_is_in_every_scenario(string name) => AssertLines(name);

    static void AssertLines(string name)
    {
        var set = SimulatedSet.Of(name, 1);
        var faults = new List<string>();
        var watch = WatchFile.Load(Path.Combine(set.Home.FullName, "watch.json"), faults);
        Assert.Empty(faults);
        var targets = watch.Targets.ToDictionary(target => target.Name);
        var reader = new ProbeLineReader();
        var lines = 0L;
        foreach (var path in set.ProbeFiles)
        {
            var parts = Path.GetFileName(path).Split('.');
            Assert.Contains(parts[0], watch.Vantages);
            var day = DateTimeOffset.ParseExact(parts[1], "yyyyMMdd", null, System.Globalization.DateTimeStyles.AssumeUniversal);
            var last = (Ticks(day) * 100) - 1;
            foreach (var line in ProbeReader.Lines(path))
            {
                Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(line), out var result, out var heartbeat, out var fault), fault);
                var at = result?.StartedAtNanos ?? heartbeat!.Value.AtNanos;
                Assert.InRange(at, last, (Ticks(day.AddDays(1)) * 100) - 1);
                last = at;
                Assert.Equal(parts[0], result?.Vantage ?? heartbeat!.Value.Vantage);
                if (result is { } probe)
                {
                    var target = targets[probe.Target];
                    Assert.Equal((target.Kind, target.Probe!.Protocol, target.Probe.Address), (probe.Kind, probe.Protocol, probe.Address));
                    Assert.InRange(probe.RttMilliseconds ?? 0, 0, target.Probe.Timeout.TotalMilliseconds);
                    Assert.True(probe.Outcome != ProbeOutcome.Ok || probe.RttMilliseconds > 0);
                }

                lines++;
            }
        }

        Assert.Equal(set.Result.ProbeLines, lines);
    }

    static long Ticks(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;
}
