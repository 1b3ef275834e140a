using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Truth;
using StreamWatch.Tests.Simulation;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>Every scenario of the simulator: all its critical outages are found, and nothing that is none.</summary>
public sealed class SimulatedScenarios
{
    static readonly TimeSpan Bin = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Names => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_found_is_what_happened(string name) => Judge(name, seed: 1, watchedToo: false);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(Names))]
    public void What_is_found_is_what_happened_for_many_seeds(string name)
    {
        for (var seed = 2; seed < 8; seed++)
        {
            Judge(name, seed, watchedToo: false);
            Judge(name, seed, watchedToo: true);
        }
    }

    static void Judge(string name, int seed, bool watchedToo)
    {
        var set = SimulatedSet.Of(name, seed);
        var truth = set.Result.Truth;
        var watched = truth.RouteOutages.Select(o => uint.Parse(o.Entity, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        var options = new DetectionOptions { AllAsns = true, WatchedAsns = watchedToo ? watched : new HashSet<uint>() };
        var found = SimulatedReplay.Play(set, options);

        var invented = found.Outages.Where(o => !truth.RouteOutages.Any(t =>
            $"AS{t.Entity}" == o.Entity && o.OnsetAt >= t.Onset.UtcDateTime - Bin && o.OnsetAt <= t.LostByAllAt.UtcDateTime + Bin));
        Fail(invented.Select(o => $"seed {seed}: invented {o.Id} {o.Severity} to {o.RecoveredAt:o} min {o.MinVisibility}"));

        var missed = truth.RouteOutages
            .Where(t => (t.Severity == Severity.Critical || (watchedToo && LosesATenth(t))) && t.End - t.LostByAllAt > 3 * Bin)
            .Where(t => !found.Outages.Any(o => $"AS{t.Entity}" == o.Entity
                && o.OnsetAt >= t.Onset.UtcDateTime - Bin && o.OnsetAt <= t.LostByAllAt.UtcDateTime
                && (o.RecoveredAt is null || (o.RecoveredAt >= t.End.UtcDateTime - Bin && o.RecoveredAt <= t.RestoredByAllAt.UtcDateTime + Bin))));
        Fail(missed.Select(t => $"seed {seed}: missed AS{t.Entity} {t.Severity} {t.Onset:o} to {t.End:o} lost {string.Join(' ', t.LostPrefixes)} kept {string.Join(' ', t.KeptPrefixes)}"));
        Assert.Equal(0, found.LateEvents);
    }

    /// <summary>Whether one family loses clearly more than the tenth that is forgiven.</summary>
    static bool LosesATenth(TrueOutage outage) => new[] { AddressFamily.IPv4, AddressFamily.IPv6 }.Any(family =>
    {
        var lost = Blocks(outage.LostPrefixes, family);
        return lost > 0.12 * (lost + Blocks(outage.KeptPrefixes, family));
    });

    static long Blocks(IEnumerable<string> prefixes, AddressFamily family) =>
        prefixes.Select(Prefix.Parse).Where(prefix => prefix.Family == family).Sum(prefix => AddressSpace.BlocksIn(prefix));

    static void Fail(IEnumerable<string> faults)
    {
        if (string.Join('\n', faults) is { Length: > 0 } text)
        {
            Assert.Fail(text);
        }
    }
}
