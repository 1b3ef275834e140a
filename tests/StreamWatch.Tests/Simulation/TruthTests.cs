using System.Globalization;
using StreamWatch.Domain.Routing;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Truth;
using Xunit;

namespace StreamWatch.Tests.Simulation;

/// <summary>What truth.json says is what an independent reading of the files shows.</summary>
public sealed class TruthTests
{
    /// <summary>Labels that say of themselves that all peers lose the prefixes for a moment, or have them for a while only.</summary>
    static readonly HashSet<string> Brief = [Labels.Flapping, Labels.LossEndsInMissingFile, Labels.SubPrefixHijack, Labels.CameUp];

    static readonly string[] StartWithoutTable = ["learned", "no-rib-start"];

    public static TheoryData<string, int> WithOutages { get; } =
        new() { { "demo", 1 }, { "demo", 5 }, { "learned", 1 }, { "own-outages", 1 }, { "own-outages", 3 } };

    public static TheoryData<string, int> WithTable { get; } =
        new(ScenarioRegistry.All.Select(scenario => scenario.Name).Except(StartWithoutTable).Select(name => (name, 1)).Append(("own-outages", 3)));

    public static TheoryData<string, int> WithoutTable { get; } = new(StartWithoutTable.Select(name => (name, 1)));

    [Theory]
    [MemberData(nameof(WithOutages))]
    public void Lost_prefixes_are_withdrawn_by_all_between_loss_and_return_and_carried_outside(string name, int seed)
    {
        var set = SimulatedSet.Of(name, seed);
        var all = ElemReader.Read(set);
        foreach (var window in set.Result.Truth.Windows)
        {
            var elems = In(window, all);
            foreach (var outage in set.Result.Truth.RouteOutages.Where(outage => outage.Onset > window.Start && outage.Onset < window.End))
            {
                AssertLost(set, window, outage, elems);
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithTable))]
    public void No_other_asn_is_ever_lost_by_half_of_the_views_unless_its_label_says_so(string name, int seed)
    {
        var set = SimulatedSet.Of(name, seed);
        var all = ElemReader.Read(set);
        foreach (var window in set.Result.Truth.Windows.Where(window => window.WithTable))
        {
            AssertNothingElseLost(set, In(window, all));
        }
    }

    [Theory]
    [MemberData(nameof(WithoutTable))]
    public void Without_a_table_no_other_prefix_is_withdrawn_by_more_than_a_few_views_within_ten_minutes(string name, int seed)
    {
        var set = SimulatedSet.Of(name, seed);
        var lost = set.Result.Truth.RouteOutages.SelectMany(outage => outage.LostPrefixes).Select(Prefix.Parse).ToHashSet();
        foreach (var window in set.Result.Truth.Windows.Where(window => !window.WithTable))
        {
            var withdrawals = In(window, ElemReader.Read(set)).Where(elem => elem.Type == ElemType.Withdrawal && !lost.Contains(elem.Prefix));
            foreach (var together in withdrawals.GroupBy(elem => (elem.Prefix, elem.Time.Ticks / TimeSpan.FromMinutes(10).Ticks)))
            {
                Assert.InRange(together.Select(elem => elem.View).Distinct().Count(), 1, 5);
            }
        }
    }

    [Fact]
    public void The_demo_has_the_four_networks_of_Star_JV_at_forty_peers_behind_as4837()
    {
        var set = SimulatedSet.Of("demo", 1);
        var elems = ElemReader.Read(set).Where(elem => elem.Path.Contains(131_279u)).ToList();
        Assert.Equal(
            ["175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24"],
            elems.Select(elem => elem.Prefix).Distinct().Order().Select(prefix => prefix.ToString()));
        Assert.Equal(40, elems.Select(elem => elem.View).Distinct().Count());
        Assert.All(elems, elem => Assert.Equal([4837u, 131_279u], elem.Path.Where((asn, i) => i == 0 || asn != elem.Path[i - 1]).TakeLast(2)));
        Assert.Equal(2, set.Result.Truth.RouteOutages.Count);
        Assert.All(set.Result.Truth.RouteOutages, outage => Assert.Equal("131279", outage.Entity));
        Assert.Contains("simulated after published reports", set.Result.Truth.Provenance, StringComparison.Ordinal);
    }

    [Fact]
    public void Scenarios_of_disturbances_have_no_outage_and_the_others_have()
    {
        string[] withOutages = ["founding", "ddos", "shutdown", "cable-cut", "power-loss", "faulty-roa", "learned", "own-outages"];
        Assert.All(ScenarioRegistry.All, scenario => Assert.Equal(
            withOutages.Contains(scenario.Name),
            SimulatedSet.Of(scenario.Name, 1).Result.Truth.Outages.Any(outage => outage.EntityType != "target")));
        Assert.All(ScenarioRegistry.All, scenario => Assert.True(
            SimulatedSet.Of(scenario.Name, 1).Result.Truth is { NotOutages.Count: > 0 } or { Incidents.Count: > 0 }));
    }

    static void AssertLost(SimulatedSet set, TrueWindow window, TrueOutage outage, List<SimulatedElem> elems)
    {
        HashSet<Prefix> lost = [.. outage.LostPrefixes.Select(Prefix.Parse)];
        var carried = new CarriedPrefixes();
        var seen = new Dictionary<Prefix, HashSet<string>>();
        var lookedBefore = false;
        var lookedDuring = false;
        var lookedAfter = false;
        foreach (var elem in elems)
        {
            // The state at three moments, whatever the elem at hand is about.
            if (!lookedBefore && elem.Time >= outage.Onset)
            {
                lookedBefore = true;
                if (window.WithTable)
                {
                    AssertCarried(set, lost, carried, outage.Onset);
                }
            }

            if (!lookedDuring && elem.Time > outage.LostByAllAt)
            {
                lookedDuring = true;
                Assert.All(lost, prefix => Assert.Empty(carried.ViewsOf(prefix)));
            }

            if (!lookedAfter && elem.Time > outage.RestoredByAllAt)
            {
                lookedAfter = true;
                AssertCarried(set, lost, carried, outage.RestoredByAllAt);
            }

            // Another outage of the same ASN is looked at by itself.
            if (set.Result.Truth.RouteOutages.Any(other => other != outage && other.Entity == outage.Entity && elem.Time >= other.Onset
                && elem.Time <= other.RestoredByAllAt))
            {
                carried.Apply(elem);
                continue;
            }

            var changed = carried.Apply(elem);
            foreach (var prefix in changed.Where(lost.Contains))
            {
                var views = carried.ViewsOf(prefix).Count;
                if (elem.Type != ElemType.PeerState)
                {
                    CollectionOf(seen, prefix).Add(elem.View);
                }

                if (elem.Time > outage.LostByAllAt && elem.Time < outage.End)
                {
                    Assert.Equal(0, views);
                }
                else if (window.WithTable && (elem.Time < outage.Onset || elem.Time > outage.RestoredByAllAt) && elem.Type != ElemType.RibEntry)
                {
                    Assert.True(views > Views(set, prefix.Family) / 2, $"{prefix} is carried by {views} views at {elem.Time:O}");
                }
            }
        }

        Assert.True(lookedBefore && lookedDuring && lookedAfter, "the window ends before the outage does");
        var withdrawn = elems.Where(elem =>
            elem.Type == ElemType.Withdrawal && lost.Contains(elem.Prefix) && elem.Time >= outage.Onset && elem.Time <= outage.LostByAllAt);
        foreach (var prefix in lost)
        {
            var those = withdrawn.Where(elem => elem.Prefix == prefix).Select(elem => elem.View).ToHashSet();
            Assert.True(those.Count > Views(set, prefix.Family) / 2, $"{prefix} is withdrawn by {those.Count} views");
            Assert.True(seen[prefix].Count >= those.Count);
        }
    }

    static void AssertCarried(SimulatedSet set, HashSet<Prefix> lost, CarriedPrefixes carried, DateTimeOffset time)
    {
        foreach (var prefix in lost)
        {
            var views = carried.ViewsOf(prefix).Count;
            Assert.True(views > Views(set, prefix.Family) / 2, $"{prefix} is carried by {views} views at {time:O}");
        }
    }

    static void AssertNothingElseLost(SimulatedSet set, List<SimulatedElem> elems)
    {
        var truth = set.Result.Truth;
        var carried = new CarriedPrefixes();
        var owner = elems.Where(elem => elem.Type == ElemType.RibEntry).DistinctBy(elem => elem.Prefix)
            .ToDictionary(elem => elem.Prefix, elem => elem.Origin);
        var owned = owner.GroupBy(pair => (pair.Value, pair.Key.Family))
            .ToDictionary(group => group.Key, group => group.Select(pair => pair.Key).ToList());
        foreach (var elem in elems)
        {
            var changed = carried.Apply(elem);
            if (elem.Type is ElemType.RibEntry or ElemType.Announcement)
            {
                continue;
            }

            foreach (var asn in changed.Where(owner.ContainsKey).Select(prefix => (owner[prefix], prefix.Family)).Distinct())
            {
                if (!IsExcused(truth, asn.Item1, elem.Time))
                {
                    var views = carried.ViewsOfAny(owned[asn]);
                    Assert.True(
                        views * 2 > Views(set, asn.Family), $"AS{asn.Item1} is carried by {views} {asn.Family} views at {elem.Time:O}");
                }
            }
        }
    }

    static bool IsExcused(GroundTruth truth, uint asn, DateTimeOffset time) =>
        truth.RouteOutages.Any(outage => outage.Entity == asn.ToString(CultureInfo.InvariantCulture)
            && time >= outage.Onset && time <= outage.RestoredByAllAt)
        || truth.NotOutages.Any(happening => Brief.Contains(happening.Label) && happening.Asns.Contains(asn)
            && time >= happening.Start && time <= happening.End);

    static List<SimulatedElem> In(TrueWindow window, IReadOnlyList<SimulatedElem> elems) =>
        [.. elems.Where(elem => elem.Time >= window.Start && elem.Time < window.End)];

    /// <summary>Full feeds of a family by the truth.</summary>
    static int Views(SimulatedSet set, AddressFamily family) => set.Result.Truth.Collectors.Sum(collector =>
        family == AddressFamily.IPv4 ? collector.FullFeedPeersIPv4 : collector.FullFeedPeersIPv6);

    static HashSet<string> CollectionOf(Dictionary<Prefix, HashSet<string>> seen, Prefix prefix)
    {
        if (!seen.TryGetValue(prefix, out var views))
        {
            seen.Add(prefix, views = []);
        }

        return views;
    }
}
