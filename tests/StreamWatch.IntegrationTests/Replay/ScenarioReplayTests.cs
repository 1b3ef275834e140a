using System.Globalization;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Truth;
using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>The command finds what happens in the simulator's scenarios, to within two bins, and nothing else.</summary>
public sealed class ScenarioReplayTests
{
    public static TheoryData<string, int> All => new(
        ScenarioRegistry.All.SelectMany(scenario => Enumerable.Range(1, 8).Select(seed => (scenario.Name, seed))).Select(pair => new TheoryDataRow<string, int>(pair.Name, pair.seed)));

    [Theory]
    [InlineData("own-outages", 2, true)]
    [InlineData("missing-file", 1, false)]
    [InlineData("no-rib-start", 2, false)]
    public Task What_is_found_is_what_happened(string scenario, int seed, bool watched) => JudgeAsync(scenario, seed, watched);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public async Task What_is_found_is_what_happened_in_every_scenario(string scenario, int seed)
    {
        await JudgeAsync(scenario, seed, watched: false);
        await JudgeAsync(scenario, seed, watched: true);
    }

    static async Task JudgeAsync(string scenario, int seed, bool watched)
    {
        using var place = ReplayPlace.New();
        var set = SimulatedFiles.Make(place, scenario, seed);
        var asns = set.Truth.RouteOutages.Select(outage => outage.Entity).ToList();
        if (watched && asns.Count == 0)
        {
            // Nothing to watch: a finer eye on everything that only looks like an outage. Not on who announced more specific prefixes for
            // hours and ends it: by the rules they have become its own space by then, and it loses them.
            var hijackers = set.Truth.NotOutages.Where(happening => happening.Label == Labels.SubPrefixHijack).SelectMany(happening => happening.Asns);
            asns = [.. set.Truth.NotOutages.SelectMany(happening => happening.Asns).Except(hijackers).Select(asn => asn.ToString(CultureInfo.InvariantCulture))];
        }

        var lines = await place.ReplayAsync("data", [set.Folder.FullName], watched ? place.Watch(asns) : null);
        var faults = TruthJudge.Faults(set.Truth, FoundOutage.Read(lines), watched);
        Assert.True(faults.Count == 0, $"{scenario}, seed {seed}, watched {watched}:\n{string.Join('\n', faults)}");
    }
}
