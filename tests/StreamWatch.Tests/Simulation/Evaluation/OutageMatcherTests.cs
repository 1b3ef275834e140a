using StreamWatch.Simulation.Evaluation;
using Xunit;
using static StreamWatch.Tests.Simulation.Evaluation.Cases;

namespace StreamWatch.Tests.Simulation.Evaluation;

/// <summary>What counts as found, case by case (docs/evaluation.md).</summary>
public sealed class OutageMatcherTests
{
    [Theory]
    [InlineData(98.1, true)]
    [InlineData(98, false)]
    [InlineData(142.4, true)]
    [InlineData(142.5, false)]
    public void By_hosts_two_bins_of_tolerance_are_given_and_no_more(double edge, bool isMatched)
    {
        var truth = True(100, 140.5);
        var found = edge < 100 ? Found(80, edge) : Found(edge, 200);
        Assert.Equal(isMatched ? [PairingKind.Matched] : edge < 100 ? [PairingKind.False, PairingKind.Missed] : [PairingKind.Missed, PairingKind.False], Kinds([truth], [found]));
    }

    [Fact]
    public void By_routes_two_bins_and_the_grace_are_given()
    {
        Assert.Equal([PairingKind.Matched], Kinds([True(100, 140, AsnByRoutes)], [Found(151.9, 200, AsnByRoutes)]));
        Assert.Equal([PairingKind.Missed, PairingKind.False], Kinds([True(100, 140, AsnByRoutes)], [Found(152, 200, AsnByRoutes)]));
    }

    [Fact]
    public void Another_entity_or_basis_is_another_outage()
    {
        var country = GroupByUnits with { Entity = new(StreamWatch.Domain.Outages.EntityType.Country, "kp") };
        Assert.Equal([PairingKind.Missed, PairingKind.False], Kinds([True(100, 140)], [Found(100, 140, country)]));
        Assert.Equal([PairingKind.Missed, PairingKind.False], Kinds([True(100, 140, AsnByRoutes)], [Found(100, 140, AsnByRoutes with { Basis = OutageBasis.Units })]));
    }

    [Fact]
    public void Of_several_found_in_one_true_the_longest_is_the_match_and_the_others_are_fragments()
    {
        var pairings = Matcher.Match([True(100, 200)], [Found(100, 120), Found(130, 190), Found(195, 199)], []);
        Assert.Equal(At(130), Assert.Single(pairings, pairing => pairing.Kind == PairingKind.Matched).Found!.OnsetAt);
        var fragments = pairings.Where(pairing => pairing.Kind == PairingKind.Fragment).ToList();
        Assert.Equal([At(100), At(195)], fragments.Select(pairing => pairing.Found!.OnsetAt));
        Assert.All(fragments, pairing => Assert.Equal(At(100), pairing.True!.OnsetAt));
    }

    [Fact]
    public void Of_several_true_in_one_found_the_longest_is_found_and_the_others_are_missed_and_covered()
    {
        var pairings = Matcher.Match([True(100, 120), True(150, 200)], [Found(100, 200)], []);
        Assert.Equal([PairingKind.Missed, PairingKind.Matched], pairings.Select(pairing => pairing.Kind));
        Assert.NotNull(pairings[0].Found);
        Assert.Equal(1, RowScore.Of(pairings).Covered);
    }

    [Fact]
    public void What_is_still_open_matches_up_to_the_end_and_has_no_recovery()
    {
        var pairing = Assert.Single(Matcher.Match([True(100, 1440) with { IsEndKnown = false }], [Found(101, null)], []));
        Assert.Equal((PairingKind.Matched, null, false), (pairing.Kind, pairing.RecoveryError, pairing.IsNeverClosed));
        Assert.True(Assert.Single(Matcher.Match([True(100, 140)], [Found(101, null)], [])).IsNeverClosed);
    }

    [Fact]
    public void A_brief_failure_counts_neither_way_unless_there_is_a_true_outage_too()
    {
        ExcusedEvent[] brief = [new(OutageBasis.Units, At(100), At(103), [])];
        Assert.Equal([PairingKind.Excused], Kinds([], [Found(101, 105)], brief));
        Assert.Equal([PairingKind.Matched], Kinds([True(100, 120)], [Found(101, 105)], brief));
        Assert.Equal([PairingKind.Matched, PairingKind.Fragment], Kinds([True(100, 120)], [Found(106, 119), Found(101, 103)], brief));
        Assert.Equal([PairingKind.False], Kinds([], [Found(101, 105, AsnByRoutes)], brief));
        Assert.Equal([PairingKind.False], Kinds([], [Found(101, 105, Target)], brief));
    }

    [Fact]
    public void Flapping_excuses_the_networks_that_flap()
    {
        ExcusedEvent[] flapping = [new(OutageBasis.Routes, At(100), At(103), ["AS64500"])];
        var other = AsnByRoutes with { Entity = StreamWatch.Domain.Correlation.Entity.OfAsn(64501) };
        Assert.Equal([PairingKind.Excused], Kinds([], [Found(100, 115, AsnByRoutes)], flapping));
        Assert.Equal([PairingKind.False], Kinds([], [Found(100, 115, other)], flapping));
    }

    [Fact]
    public void What_nobody_asks_for_counts_neither_way()
    {
        var partial = True(100, 140, AsnByRoutes) with { IsAskedFor = false };
        Assert.Equal([PairingKind.NotAskedFor], Kinds([partial], []));
        Assert.Equal([PairingKind.NotAskedFor, PairingKind.Excused], Kinds([partial], [Found(100, 140, AsnByRoutes), Found(145, 150, AsnByRoutes)]));
    }

    [Fact]
    public void Errors_and_delays_are_those_of_the_pair()
    {
        var pairing = Assert.Single(Matcher.Match([True(100, 140)], [Found(101, 138.5)], []));
        Assert.Equal(
            (1, -1.5, 3.5, 2.5),
            (pairing.OnsetError!.Value.TotalMinutes, pairing.RecoveryError!.Value.TotalMinutes, pairing.DelayFromTruth!.Value.TotalMinutes, pairing.DelayFromRule!.Value.TotalMinutes));
    }

    static IEnumerable<PairingKind> Kinds(LabelledOutage[] truth, FoundOutage[] found, ExcusedEvent[]? excused = null) =>
        Matcher.Match(truth, found, excused ?? []).Select(pairing => pairing.Kind);
}
