using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using StreamWatch.Simulation.Evaluation;
using Xunit;
using static StreamWatch.Tests.Simulation.Evaluation.Cases;

namespace StreamWatch.Tests.Simulation.Evaluation;

/// <summary>What the detection says, in the terms of an evaluation.</summary>
public sealed class FoundOutagesTests
{
    static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public void Both_address_families_of_an_asn_at_a_time_are_one_outage()
    {
        var outage = Assert.Single(FoundOutages.Of([Revision(105, 150, AddressFamily.IPv6), Revision(100, 140, AddressFamily.IPv4)], At(1440), Week));
        Assert.Equal((At(100), At(150), At(150), At(112)), (outage.OnsetAt, outage.RecoveredAt, outage.EndAt, outage.DetectedAt));
        Assert.Equal(2, FoundOutages.Of([Revision(100, 140, AddressFamily.IPv4), Revision(140, 150, AddressFamily.IPv6)], At(1440), Week).Count);
    }

    [Fact]
    public void One_family_that_stays_away_keeps_both_open()
    {
        var outage = Assert.Single(FoundOutages.Of([Revision(100, 140, AddressFamily.IPv4), Revision(105, null, AddressFamily.IPv6)], At(1440), Week));
        Assert.Equal((null, At(1440)), (outage.RecoveredAt, outage.EndAt));
    }

    [Fact]
    public void An_outage_taken_for_the_new_normal_ends_there_and_does_not_recover()
    {
        var outage = Assert.Single(FoundOutages.Of([Revision(100, null, AddressFamily.IPv4) with { State = OutageState.Rebaselined }], At(90_000), Week));
        Assert.Equal((null, At(100) + Week), (outage.RecoveredAt, outage.EndAt));
    }

    [Fact]
    public void Probes_are_units_and_anything_else_is_routes()
    {
        var outages = FoundOutages.Of([Revision(100, 140, AddressFamily.IPv4), Revision(100, 140, AddressFamily.IPv6) with { Family = null, Basis = Basis.Probes, Id = "p" }], At(1440), Week);
        Assert.Equal([OutageBasis.Routes, OutageBasis.Units], outages.Select(outage => outage.Key.Basis).Order());
    }

    static OutageRevision Revision(double onset, double? recovered, AddressFamily family) => new()
    {
        Id = $"asn-64500-{family}-{onset}",
        IncidentId = "incident",
        EntityType = EntityType.Asn,
        Entity = "AS64500",
        Asn = 64500,
        Family = family,
        Basis = Basis.Rib,
        Severity = OutageSeverity.Critical,
        State = recovered is null ? OutageState.Open : OutageState.Recovered,
        OnsetAt = At(onset),
        DetectedAt = At(onset + 12),
        RecoveredAt = recovered is { } end ? At(end) : null,
        Revision = 1,
        BinWidth = TimeSpan.FromMinutes(5),
        MinVisibility = 0,
        Baseline = 1,
        Ruleset = 1,
    };
}
