using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.OtherRules;
using Xunit;

namespace StreamWatch.Tests.Simulation.OtherRules;

/// <summary>Gatus over the targets of a group, result by result: a probe a minute.</summary>
public sealed class GatusRuleTests
{
    static readonly DateTime Midnight = new(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc);
    static readonly Entity Group = new(EntityType.Group, "kp");
    static readonly string[] Targets = ["a", "b", "c", "d"];

    [Fact]
    public void Three_failures_make_a_target_down_and_two_successes_up()
    {
        var rule = New(0);
        Play(rule, (minute, _, target) => target == "a" && minute is >= 10 and < 15);
        var found = rule.Finish(At(60));
        Assert.Equal(["target a by units", "group kp by units"], found.Select(outage => outage.Key.ToString()));
        Assert.All(found, outage => Assert.Equal((At(10), At(12), At(15)), (outage.OnsetAt, outage.DetectedAt, outage.RecoveredAt)));
    }

    [Fact]
    public void Two_failures_and_a_success_are_nothing_and_one_success_ends_nothing()
    {
        var rule = New(0);
        Play(rule, (minute, _, target) => target == "a" && minute is 10 or 11 or 13 or 14);
        Assert.Empty(rule.Finish(At(60)));

        rule = New(0);
        Play(rule, (minute, _, target) => target == "a" && minute is >= 10 and < 20 and not 14);
        Assert.Equal(At(20), rule.Finish(At(60)).First(outage => outage.Key.IsOfTarget).RecoveredAt);
    }

    [Theory]
    [InlineData("a", false)]
    [InlineData("ab", true)]
    [InlineData("abcd", true)]
    public void By_halves_half_of_the_targets_have_to_be_down(string down, bool isFound)
    {
        var rule = New(0.5);
        Play(rule, (minute, _, target) => down.Contains(target, StringComparison.Ordinal) && minute >= 10 + target[0] - 'a');
        var found = rule.Finish(At(60)).Where(outage => outage.Key.Entity == Group).ToList();
        Assert.Equal(isFound ? 1 : 0, found.Count);
        Assert.All(found, outage => Assert.Equal((At(11), At(13), null, At(60)), (outage.OnsetAt, outage.DetectedAt, outage.RecoveredAt, outage.EndAt)));
    }

    [Fact]
    public void Most_of_the_vantage_points_have_to_say_so()
    {
        var rule = New(0);
        Play(rule, (minute, vantage, target) => vantage == "v1" && target == "a" && minute >= 10, "v1", "v2", "v3");
        Assert.Empty(rule.Finish(At(60)));

        rule = New(0);
        Play(rule, (minute, vantage, target) => vantage != "v1" && target == "a" && minute >= 10, "v1", "v2", "v3");
        Assert.Equal(2, rule.Finish(At(60)).Count);
    }

    [Fact]
    public void A_vantage_point_without_a_network_says_nothing()
    {
        var rule = New(0);
        Play(rule, (minute, _, _) => minute >= 10);
        Assert.Empty(rule.Finish(At(60)));
    }

    [Fact]
    public void Planned_work_and_routers_say_nothing()
    {
        var rule = New(0, maintained: "a");
        Play(rule, (minute, _, target) => target is "a" or "router" && minute >= 10);
        Assert.Empty(rule.Finish(At(60)));
    }

    static DateTime At(int minute) => Midnight.AddMinutes(minute);

    static GatusRule New(double share, string? maintained = null) => new(
        "gatus",
        share,
        new Dictionary<Entity, IReadOnlyCollection<string>> { [Group] = Targets },
        new HashSet<string> { "control" },
        (target, at) => target == maintained && at >= At(5));

    static void Play(GatusRule rule, Func<int, string, string, bool> fails, params string[] vantages)
    {
        for (var minute = 0; minute < 30; minute++)
        {
            foreach (var vantage in vantages.DefaultIfEmpty("v1"))
            {
                foreach (var target in Targets.Prepend("control").Append("router"))
                {
                    rule.See(new ProbeResult
                    {
                        Vantage = vantage,
                        Target = target,
                        Kind = target == "router" ? TargetKind.Router : TargetKind.Web,
                        Protocol = ProbeProtocol.Https,
                        StartedAtNanos = (At(minute) - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
                        Outcome = fails(minute, vantage, target) ? ProbeOutcome.Timeout : ProbeOutcome.Ok,
                    });
                }
            }
        }
    }
}
