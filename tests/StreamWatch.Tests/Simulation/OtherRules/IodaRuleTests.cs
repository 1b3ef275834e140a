using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using StreamWatch.Simulation.Evaluation;
using StreamWatch.Simulation.OtherRules;
using Xunit;

namespace StreamWatch.Tests.Simulation.OtherRules;

/// <summary>IODA's rules on bins of routes and on units that serve.</summary>
public sealed class IodaRuleTests
{
    static readonly DateTime Midnight = new(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc);
    static readonly TimeSpan Five = TimeSpan.FromMinutes(5);
    static readonly Entity Group = new(EntityType.Group, "kp");

    [Fact]
    public void Blocks_that_half_of_the_views_carry_fall_under_half_and_come_back()
    {
        var rule = New();
        Routes(rule, 0, 24, seen: 8);
        Routes(rule, 24, 3, seen: 3);
        Routes(rule, 27, 5, seen: 8);
        var outage = Assert.Single(rule.Finish(Midnight.AddDays(1)));
        Assert.Equal(
            (Midnight + (24 * Five), Midnight + (25 * Five) + TimeSpan.FromMinutes(2), Midnight + (27 * Five)),
            (outage.OnsetAt, outage.DetectedAt, outage.RecoveredAt));
        Assert.Equal(new OutageKey(Entity.OfAsn(64500), OutageBasis.Routes), outage.Key);
    }

    [Fact]
    public void Bins_of_which_nothing_is_known_say_nothing()
    {
        var rule = New();
        Routes(rule, 0, 24, seen: 8);
        Routes(rule, 24, 12, seen: 0, known: 0);
        Assert.Empty(rule.Finish(Midnight.AddDays(1)));
    }

    [Fact]
    public void Units_are_looked_at_every_ten_minutes_at_the_end()
    {
        var rule = New();
        for (var minute = 0; minute < 240; minute++)
        {
            // Away for nine minutes within a slot, then from 2:05 to 3:07.
            var isAway = minute is >= 90 and < 99 or >= 125 and < 187;
            rule.Probes(Group, Midnight.AddMinutes(minute), isAway ? 1 : 10, 10);
        }

        var outage = Assert.Single(rule.Finish(Midnight.AddDays(1)));
        Assert.Equal((Midnight.AddMinutes(120), Midnight.AddMinutes(130.5), Midnight.AddMinutes(180)), (outage.OnsetAt, outage.DetectedAt, outage.RecoveredAt));
    }

    static IodaRule New() => new(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30));

    static void Routes(IodaRule rule, int from, int bins, long seen, long known = 8) => rule.Routes(new AsnBin
    {
        Bin = ((Midnight - DateTime.UnixEpoch).Ticks / Five.Ticks) + from,
        Bins = bins,
        Asn = 64500,
        Family = AddressFamily.IPv4,
        Basis = Basis.Rib,
        State = BinState.Normal,
        Baseline = 1,
        Sample = new VisibilitySample(8, known, seen, seen, seen, seen, seen, seen, 10, 10),
    });
}
