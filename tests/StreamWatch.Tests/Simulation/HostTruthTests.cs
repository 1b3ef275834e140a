using StreamWatch.Simulation.Truth;
using Xunit;

namespace StreamWatch.Tests.Simulation;

/// <summary>What truth.json says of hosts is what an independent reading of the probe files shows.</summary>
public sealed class HostTruthTests
{
    static readonly TimeSpan Slot = TimeSpan.FromMinutes(10);

    static readonly string[] Quiet =
    [
        "single-server-down", "shared-address", "dead-sites", "flapping-host", "rolling-maintenance", "slow-ramp", "vantage-dies", "vantage-loss",
        "controls-fail", "collector-reset", "hijack-covered", "quiet-month",
    ];

    public static TheoryData<string, int> WithOutages { get; } = new()
    {
        { "founding", 1 }, { "ddos", 1 }, { "shutdown", 1 }, { "cable-cut", 1 }, { "power-loss", 1 }, { "faulty-roa", 2 },
    };

    public static TheoryData<string> WithoutOutages { get; } = new(Quiet);

    [Theory]
    [MemberData(nameof(WithOutages))]
    public void Targets_answer_before_and_after_an_outage_and_mostly_not_during_it(string name, int seed) => AssertOutages(name, seed);

    [Theory]
    [Trait("Tier", "long")]
    [InlineData("ddos")]
    [InlineData("shutdown")]
    [InlineData("cable-cut")]
    [InlineData("power-loss")]
    public void So_it_is_for_many_seeds(string name)
    {
        for (var seed = 2; seed < 30; seed++)
        {
            AssertOutages(name, seed);
        }
    }

    [Theory]
    [MemberData(nameof(WithoutOutages))]
    public void Scenarios_that_are_none_have_no_outage_of_several_units(string name) => AssertQuiet(name, 1);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(WithoutOutages))]
    public void So_it_is_of_those_for_many_seeds(string name)
    {
        for (var seed = 2; seed < (name == "quiet-month" ? 5 : 40); seed++)
        {
            AssertQuiet(name, seed);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_founding_case_unfolds_as_it_was_reported(int seed)
    {
        var set = SimulatedSet.Of("founding", seed);
        var truth = set.Result.Truth;
        Assert.Equal(2, truth.Incidents.Count);
        var probes = ProbeReader.Read(set);
        foreach (var incident in truth.Incidents)
        {
            // Time-outs first, then servers, then routers; mail before web.
            Assert.Equal(["degrading", "failing", "isolated", "recovering", "recovered"], incident.Phases.Select(phase => phase.Phase));
            Assert.Equal(Causes.NetworkStress, incident.Cause);
            Assert.Equal("mail", incident.RecoveryOrder[0].Kind);
            Assert.Equal("web", incident.RecoveryOrder[^1].Kind);

            var routes = Assert.Single(truth.RouteOutages, outage => outage.Incident == incident.Id);
            Assert.InRange(routes.Onset, incident.Onset, incident.End);
            Assert.True(BackAt(probes, "mail", incident) < BackAt(probes, "web", incident));

            // The routes are gone: somebody's router says so, and nobody's answer comes back.
            var dark = probes.Where(probe => probe.At > routes.LostByAllAt && probe.At < routes.End && IsWatched(probe)).ToList();
            Assert.DoesNotContain(dark, probe => probe.IsOk);
            Assert.DoesNotContain(
                probes, probe => probe.Outcome == "network_unreachable" && !truth.RouteOutages.Any(gone => probe.At >= gone.Onset && probe.At <= gone.RestoredByAllAt));
        }

        // The server that is down on 20 January is down alone.
        var single = truth.Outages.Where(outage => outage.Onset.Day is >= 18 and <= 22).ToList();
        Assert.Equal([("target", "vok", (string?)null)], single.Select(outage => (outage.EntityType, outage.Entity, outage.Incident)));
    }

    [Fact]
    public void Shutdowns_start_on_the_half_hour_and_cuts_hardly_ever_do()
    {
        int OnTheHalfHour(string name) => Enumerable.Range(1, 12).Count(seed =>
            SimulatedSet.Of(name, seed).Result.Truth.RouteOutages.Min(outage => outage.Onset) is var onset && onset.Minute % 30 == 0);
        Assert.InRange(OnTheHalfHour("shutdown"), 8, 12);
        Assert.InRange(OnTheHalfHour("cable-cut"), 0, 6);
    }

    static void AssertQuiet(string name, int seed)
    {
        var set = SimulatedSet.Of(name, seed);
        Assert.Empty(set.Result.Truth.Incidents);
        Assert.DoesNotContain(set.Result.Truth.Outages, outage => outage.EntityType != "target");
        Assert.NotEmpty(set.Result.Truth.NotOutages);
    }

    static void AssertOutages(string name, int seed)
    {
        var set = SimulatedSet.Of(name, seed);
        var probes = ProbeReader.Read(set);
        List<TrueOutage> outages = [.. set.Result.Truth.Outages.Where(outage => outage.EntityType == "group")];
        foreach (var outage in outages)
        {
            var affected = outage.Targets.ToHashSet();
            var mine = probes.Where(probe => affected.Contains(probe.Target)).ToList();
            if (!outages.Exists(other => other.Onset < outage.Onset && other.RestoredByAllAt > outage.Onset - TimeSpan.FromHours(2)))
            {
                Assert.InRange(Share(mine, outage.Onset - TimeSpan.FromHours(2), outage.Onset - TimeSpan.FromMinutes(40)), 0.85, 1);
            }

            // What the onset says: half of the units away, soon after.
            var start = Share(mine, outage.Onset + TimeSpan.FromMinutes(1), Earlier(outage.Onset + Slot, outage.End));
            Assert.True(start < 0.62, $"{name} {seed}: {start:P0} answer at the start of {outage.Entity} {outage.Onset:O}");
            if (!outages.Exists(other => other.Onset > outage.Onset && other.Onset < outage.RestoredByAllAt + TimeSpan.FromMinutes(45))
                && outage.RestoredByAllAt + TimeSpan.FromMinutes(30) < set.Result.Truth.Windows.First(window => window.End > outage.Onset).End)
            {
                Assert.InRange(Share(mine, outage.RestoredByAllAt + TimeSpan.FromMinutes(1), outage.RestoredByAllAt + TimeSpan.FromMinutes(30)), 0.75, 1);
            }
        }
    }

    static bool IsWatched(ReadProbe probe) => !probe.Target.StartsWith("control", StringComparison.Ordinal);

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    static double Share(List<ReadProbe> probes, DateTimeOffset from, DateTimeOffset to)
    {
        var those = probes.Where(probe => probe.At >= from && probe.At < to).ToList();
        return those.Count == 0 ? double.NaN : (double)those.Count(probe => probe.IsOk) / those.Count;
    }

    /// <summary>When half of the probes of a kind are answered again, in slots of ten minutes, after the routes were gone.</summary>
    static DateTimeOffset BackAt(List<ReadProbe> probes, string kind, TrueIncident incident)
    {
        var mine = probes.Where(probe => probe.Kind == kind && IsWatched(probe)).ToList();
        var time = incident.Phases.Single(phase => phase.Phase == "isolated").At + Slot;
        while (Share(mine, time, time + Slot) < 0.5)
        {
            time += Slot;
        }

        return time;
    }
}
