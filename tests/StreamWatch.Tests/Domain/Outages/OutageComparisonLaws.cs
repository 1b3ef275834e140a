using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using Xunit;

namespace StreamWatch.Tests.Domain.Outages;

public sealed class OutageComparisonLaws
{
    static readonly DateTime Start = new(2024, 3, 5, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Every_outage_of_either_side_is_told_once() => Laws.Hold(300, 40, history =>
    {
        var (stored, found) = Sides(history);
        var differences = OutageComparison.Compare(stored, found);
        Assert.Equal(stored.Select(outage => outage.Id).Order(StringComparer.Ordinal), differences.Select(difference => difference.Stored?.Id).OfType<string>().Order(StringComparer.Ordinal));
        Assert.Equal(found.Select(outage => outage.Id).Order(StringComparer.Ordinal), differences.Select(difference => difference.Found?.Id).OfType<string>().Order(StringComparer.Ordinal));
        foreach (var difference in differences)
        {
            Assert.Equal(difference.Stored is null, difference.Change == OutageChange.New);
            Assert.Equal(difference.Found is null, difference.Change == OutageChange.Gone);
            Assert.Equal(difference.Fields.Count > 0, difference.Change == OutageChange.Changed);
            if (difference is { Stored: { } before, Found: { } after })
            {
                // Another id means another onset, and both were of one entity at one time.
                Assert.Equal(before.Id != after.Id, difference.Fields.Contains(OutageField.Onset));
                Assert.True(before.Id == after.Id || OutageComparison.AreOne(before, after));
            }
        }
    });

    [Fact]
    public void What_was_found_and_then_stored_is_the_same_when_it_is_found_again() => Laws.Hold(300, 40, history =>
    {
        var (stored, found) = Sides(history);
        Assert.All(OutageComparison.Compare(found, found), difference => Assert.Equal(OutageChange.Same, difference.Change));
        var kept = OutageComparison.Compare(stored, found).Where(difference => difference.Found is not null).Select(difference => difference.Found!);
        Assert.All(OutageComparison.Compare(kept, found), difference => Assert.Equal(OutageChange.Same, difference.Change));
    });

    [Fact]
    public void Neither_order_of_a_side_changes_anything() => Laws.Hold(300, 40, history =>
    {
        var (stored, found) = Sides(history);
        Assert.Equal(OutageComparison.Compare(stored, found), OutageComparison.Compare(Enumerable.Reverse(stored), Enumerable.Reverse(found)), AreAlike);
    });

    [Fact]
    public void Each_field_that_people_go_by_is_told_when_it_differs()
    {
        var outage = Outage(64500, AddressFamily.IPv4, 3, 9);
        var analysis = outage.Analysis;
        foreach (var (field, other) in new (OutageField, OutageRevision)[]
        {
            (OutageField.Onset, outage with { OnsetAt = Start }),
            (OutageField.Detected, outage with { DetectedAt = Start }),
            (OutageField.Recovered, outage with { RecoveredAt = null }),
            (OutageField.State, outage with { State = OutageState.Rebaselined }),
            (OutageField.Severity, outage with { Severity = OutageSeverity.Partial }),
            (OutageField.Basis, outage with { Basis = Basis.Learned }),
            (OutageField.Incident, outage with { ParentId = "group-x" }),
            (OutageField.Phases, outage with { Analysis = analysis with { Phases = [analysis.Phases[0] with { At = Start }] } }),
            (OutageField.Cause, outage with { Analysis = analysis with { Causes = [new(Cause.PowerLoss, 0.5, [])] } }),
            (OutageField.Cause, outage with { Analysis = analysis with { Causes = [] } }),
            (OutageField.Targets, outage with { Analysis = analysis with { Affected = ["www"] } }),
            (OutageField.Extent, outage with { MinVisibility = outage.MinVisibility + 0.02 }),
            (OutageField.Extent, outage with { LostPrefixes = [] }),
        })
        {
            Assert.Equal([field], OutageComparison.Differing(outage, other));
        }

        // What is stored with fewer digits, or follows from the rest, is no difference.
        Assert.Empty(OutageComparison.Differing(outage, outage with
        {
            Revision = 9, Ruleset = 7, Chance = 0.1, MinVisibility = (float)outage.MinVisibility,
            Analysis = analysis with { Phases = [analysis.Phases[0] with { Confidence = 0.1, Evidence = "other words" }], Causes = [analysis.Causes[0] with { Probability = 0.6 }], SimilarTo = [new("x", 1)] },
        }));
    }

    static bool AreAlike(OutageDifference one, OutageDifference other) =>
        one.Change == other.Change && one.Stored?.Id == other.Stored?.Id && one.Found?.Id == other.Found?.Id && one.Fields.SequenceEqual(other.Fields);

    /// <summary>Outages of few entities in little time: many share an id, many overlap, some are open.</summary>
    static (List<OutageRevision> Stored, List<OutageRevision> Found) Sides(int[] history)
    {
        var (stored, found) = (new Dictionary<string, OutageRevision>(), new Dictionary<string, OutageRevision>());
        foreach (var number in history)
        {
            var dice = new Dice(number);
            var onset = dice.Next(12);
            var outage = Outage((uint)dice.Of(64500, 64501), dice.Of(AddressFamily.IPv4, AddressFamily.IPv6), onset, dice.Next(4) == 0 ? null : onset + 1 + dice.Next(5));
            foreach (var side in dice.Of<Dictionary<string, OutageRevision>[]>([stored], [found], [stored, found]))
            {
                side[outage.Id] = outage;
            }
        }

        return ([.. stored.Values], [.. found.Values]);
    }

    static OutageRevision Outage(uint asn, AddressFamily family, int onset, int? recovered) => new()
    {
        Id = $"asn-{asn}-{family}-{onset}", IncidentId = "incident", EntityType = EntityType.Asn, Entity = $"AS{asn}", Asn = asn, Family = family, Basis = Basis.Rib,
        Severity = OutageSeverity.Critical, State = recovered is null ? OutageState.Open : OutageState.Recovered, OnsetAt = Start.AddHours(onset), DetectedAt = Start.AddHours(onset).AddMinutes(12),
        RecoveredAt = recovered is { } end ? Start.AddHours(end) : null, Revision = 1, BinWidth = TimeSpan.FromMinutes(5), MinVisibility = 0.123456789, Baseline = 1, SpaceBlocks = 4, ViewsUsable = 9,
        LostPrefixes = [Prefix.Parse("10.0.0.0/8")], Ruleset = 1,
        Analysis = new IncidentAnalysis { Phases = [new(Phase.Isolated, Start.AddHours(onset), 1, "routes gone")], Causes = [new(Cause.Shutdown, 0.75, ["for: the hour"])], Affected = [] },
    };
}
