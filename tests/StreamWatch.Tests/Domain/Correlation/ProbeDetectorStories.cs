using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using Xunit;

namespace StreamWatch.Tests.Domain.Correlation;

/// <summary>What is an outage of a network, what is one of a host, and what is our own fault.</summary>
public sealed class ProbeDetectorStories
{
    [Fact]
    public void All_hosts_silent_at_once_is_an_outage_of_group_asn_and_country_in_one_incident()
    {
        var story = new ProbeStory().Fail(null, 60.5, 120.5).Play(180);

        Assert.Equal(["AS131279", "KP", "kp"], story.Correlated.Select(text => text.Split(' ')[0]).Order(StringComparer.Ordinal));
        var rows = story.Outages.Where(outage => outage.EntityType != EntityType.Target).ToList();
        Assert.All(rows, outage =>
        {
            Assert.InRange(ProbeStory.MinuteOf(outage.OnsetAt), 60, 62);
            Assert.InRange(ProbeStory.MinuteOf(outage.RecoveredAt!.Value), 120, 122);
            Assert.Equal(TimeSpan.FromSeconds(150), outage.DetectedAt - outage.OnsetAt);
            Assert.Equal(9, outage.Units);
            Assert.True(outage.Chance < 1e-6);
        });
        Assert.Single(story.Outages.Select(outage => outage.IncidentId).Distinct());
        Assert.Equal(rows.Single(row => row.EntityType == EntityType.Country).Id, rows.Single(row => row.EntityType == EntityType.Group).ParentId);
    }

    [Fact]
    public void A_single_host_that_is_down_is_downtime_of_that_target_alone()
    {
        var story = new ProbeStory().Fail("web2", 60, 1000).Play(1100);

        Assert.Empty(story.Correlated);
        Assert.StartsWith("web2 6", Assert.Single(story.Single), StringComparison.Ordinal);
        Assert.Equal(Cause.SingleTarget, Assert.Single(story.Outages).Analysis.Causes[0].Cause);
    }

    [Fact]
    public void Three_units_are_enough_though_one_fails_some_minutes_before_the_others()
    {
        // What each waits for the others to fail is no history of failing by itself.
        var story = new ProbeStory(webs: 3, mails: 0).Fail("web1", 150, 300).Fail("web2", 154, 300).Fail("web3", 158, 300).Play(380);

        Assert.Equal(3, story.Correlated.Count);
    }

    [Fact]
    public void Outages_do_not_make_a_network_one_that_usually_fails()
    {
        var story = new ProbeStory(webs: 3, mails: 0);
        for (var i = 0; i < 6; i++)
        {
            story.Fail(null, 150 + (90 * i), 180 + (90 * i));
        }

        Assert.Equal(6, story.Play(720).Outages.Count(outage => outage.EntityType == EntityType.Group));
    }

    [Fact]
    public void A_host_that_was_down_before_by_itself_does_not_hide_what_it_fails_in_with_others()
    {
        var story = new ProbeStory(webs: 3, mails: 0).Fail("web2", 100, 190).Fail(null, 260, 330).Play(400);

        Assert.Single(story.Outages, outage => outage.EntityType == EntityType.Group);
    }

    [Fact]
    public void Hosts_that_flap_all_the_time_are_no_outage_when_their_pauses_meet()
    {
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var dice = new Random(seed);
            var story = new ProbeStory(webs: 4, mails: 0);
            for (var web = 1; web <= 4; web++)
            {
                for (var at = 30.0 + (20 * dice.NextDouble()); at < 1400; at += 15 + (20 * dice.NextDouble()))
                {
                    story.Fail($"web{web}", at, at += 4 + (4 * dice.NextDouble()));
                }
            }

            Assert.Empty(story.Play(1440, seed).Correlated);
        }
    }

    [Fact]
    public void Ten_names_on_one_address_are_one_unit()
    {
        var story = new ProbeStory(webs: 4, mails: 0);
        for (var i = 0; i < 10; i++)
        {
            story.Add($"name{i}", TargetKind.Web, "192.0.2.200").Fail($"name{i}", 60, 90);
        }

        Assert.Empty(story.Play(150).Correlated);
        Assert.Equal(10, story.Single.Count);
    }

    [Fact]
    public void Two_sites_dead_from_the_start_while_a_third_blips_are_no_outage()
    {
        var story = new ProbeStory(webs: 3, mails: 0).Fail("web1", 0, 1000).Fail("web2", 0, 1000).Fail("web3", 200, 205).Fail("web3", 300, 330).Play(400);

        Assert.Empty(story.Correlated);
    }

    [Fact]
    public void A_silent_vantage_point_makes_targets_unknown_and_opens_nothing()
    {
        var story = new ProbeStory().Die("v1", 60, 120).Play(180);

        Assert.Empty(story.Outages);
        Assert.All(story.TargetBins.Where(bin => Minutes(bin.Bin) is > 62 and < 120), bin => Assert.Equal(Verdict.Unknown, bin.Verdict));
    }

    [Fact]
    public void An_open_outage_does_not_close_while_nobody_looks()
    {
        var story = new ProbeStory().Fail(null, 60, 200).Die("v1", 90, 180).Play(260);

        Assert.All(story.Outages, outage => Assert.InRange(ProbeStory.MinuteOf(outage.RecoveredAt!.Value), 200, 205));
        Assert.Equal(3, story.Correlated.Count);
    }

    [Fact]
    public void A_vantage_point_whose_controls_fail_does_not_vote()
    {
        var story = new ProbeStory(controls: 2).Fail(null, 60, 120).Fail("control1", 60, 120).Fail("control2", 60, 120).Play(180);

        Assert.Empty(story.Correlated);
    }

    [Fact]
    public void Loss_on_the_vantage_points_own_line_is_no_outage()
    {
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var story = new ProbeStory(controls: 3).Fail(null, 60, 120, share: 0.4);
            for (var i = 1; i <= 3; i++)
            {
                story.Fail($"control{i}", 60, 120, share: 0.4);
            }

            Assert.Empty(story.Play(180, seed).Correlated);
        }
    }

    [Fact]
    public void The_majority_of_vantage_points_decides()
    {
        var one = new ProbeStory(vantages: 3).Fail(null, 60, 120, vantage: "v1").Play(180);
        Assert.Empty(one.Outages);

        var two = new ProbeStory(vantages: 3).Fail(null, 60, 120, vantage: "v1").Fail(null, 60, 120, vantage: "v2").Play(180);
        Assert.Equal(3, two.Correlated.Count);
    }

    [Fact]
    public void Where_two_vantage_points_disagree_the_target_is_degraded()
    {
        var story = new ProbeStory(vantages: 2).Fail(null, 60, 120, vantage: "v1").Play(180);

        Assert.Empty(story.Outages);
        Assert.All(story.TargetBins.Where(bin => Minutes(bin.Bin) is > 63 and < 119), bin => Assert.Equal(Verdict.Degraded, bin.Verdict));
    }

    [Fact]
    public void A_host_that_answers_but_does_not_serve_is_failing_and_a_silent_one_is_down()
    {
        var story = new ProbeStory().Fail("web1", 60, 120, ProbeOutcome.ConnectionRefused).Fail("web2", 60, 120, ProbeOutcome.HostUnreachable).Play(130);

        Assert.All(At("web1"), bin => Assert.Equal(Verdict.Failing, bin.Verdict));
        Assert.All(At("web2"), bin => Assert.Equal(Verdict.Down, bin.Verdict));
        IEnumerable<TargetBinRecord> At(string target) => story.TargetBins.Where(bin => bin.Target == target && Minutes(bin.Bin) is > 63 and < 119);
    }

    [Fact]
    public void Names_that_do_not_resolve_say_nothing_of_the_web_server()
    {
        var story = new ProbeStory().Fail(null, 60, 120, ProbeOutcome.DnsServerFailure).Play(180);

        Assert.Empty(story.Outages);
    }

    [Fact]
    public void Planned_work_counts_for_nothing()
    {
        var story = new ProbeStory(webs: 5, mails: 0);
        for (var i = 1; i <= 5; i++)
        {
            story.Fail($"web{i}", 60, 90).Maintain($"web{i}", 58, 95);
        }

        Assert.Empty(story.Play(180).Outages);
    }

    [Fact]
    public void Stress_is_told_from_what_is_switched_off()
    {
        // The ramp: slow answers, then loss, then nothing; mail is back before the web.
        var stress = new ProbeStory();
        for (var i = 0; i < 12; i++)
        {
            stress.Slow(null, 65 + i, 66 + i, 60 * (i + 1)).Fail(null, 65 + i, 66 + i, share: 0.04 * i);
        }

        stress.Fail(null, 77, 240);
        for (var i = 1; i <= 6; i++)
        {
            stress.Fail($"web{i}", 240, 246 + (3 * i));
        }

        stress.Play(320);
        var analysis = stress.Outages.First(outage => outage.EntityType == EntityType.Group).Analysis;
        Assert.Equal([Phase.Degrading, Phase.Failing, Phase.Isolated, Phase.Recovering, Phase.Recovered], analysis.Phases.Select(phase => phase.Phase));
        Assert.Equal([TargetKind.Mail, TargetKind.Web], analysis.RecoveryOrder);
        Assert.Equal(Cause.NetworkStress, analysis.Causes[0].Cause);
        Assert.Equal(9, analysis.Affected.Count);
        Assert.Equal(1, analysis.Causes.Sum(cause => cause.Probability), 1e-9);

        var shutdown = new ProbeStory().Fail(null, 90, 210).Play(300);
        var other = shutdown.Outages.First(outage => outage.EntityType == EntityType.Group).Analysis;
        Assert.DoesNotContain(other.Phases, phase => phase.Phase == Phase.Degrading);
        Assert.NotEqual(Cause.NetworkStress, other.Causes[0].Cause);
    }

    [Fact]
    public void The_second_outage_of_a_kind_is_linked_to_the_first()
    {
        var story = new ProbeStory().Fail(null, 60, 120).Fail("web3", 200, 210).Fail(null, 400, 470).Play(600);

        var groups = story.Outages.Where(outage => outage.EntityType == EntityType.Group).ToList();
        Assert.Equal(2, groups.Count);
        Assert.Empty(groups[0].Analysis.SimilarTo);
        var likeness = Assert.Single(groups[1].Analysis.SimilarTo);
        Assert.Equal(groups[0].IncidentId, likeness.Id);
        Assert.InRange(likeness.Score, 0.8, 1);
    }

    static double Minutes(long bin) => ProbeStory.MinuteOf(DateTime.UnixEpoch.AddMinutes(bin));
}
