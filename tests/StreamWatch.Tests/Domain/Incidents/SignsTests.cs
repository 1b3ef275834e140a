using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Tests.Domain.Correlation;
using Xunit;

namespace StreamWatch.Tests.Domain.Incidents;

/// <summary>What is measured of an outage, from probes as they come in.</summary>
public sealed class SignsTests
{
    [Fact]
    public void Delay_before_half_failed_is_a_ramp_of_delay()
    {
        var story = new ProbeStory();
        for (var i = 0; i < 10; i++)
        {
            story.Slow(null, 60 + i, 61 + i, 80 * (i + 1));
        }

        Assert.Equal(RampKind.Delay, SignsOf(story.Fail(null, 70, 130).Play(200)).Ramp);
    }

    [Fact]
    public void Loss_that_comes_and_goes_is_a_ramp_of_loss()
    {
        var story = new ProbeStory(vantages: 2).Fail(null, 60, 75, share: 0.25).Fail(null, 75, 140).Play(210);

        Assert.Equal(RampKind.Loss, SignsOf(story).Ramp);
    }

    [Fact]
    public void Hosts_that_stop_for_good_one_after_the_other_are_no_ramp_and_a_long_fall()
    {
        var story = new ProbeStory(webs: 9, mails: 0);
        for (var i = 1; i <= 9; i++)
        {
            story.Fail($"web{i}", 60 + (2 * i), 140 + (5 * i));
        }

        var signs = SignsOf(story.Play(240));
        Assert.Equal(RampKind.None, signs.Ramp);
        Assert.InRange(signs.FallMinutes!.Value, 8, 20);
        Assert.InRange(signs.ReturnMinutes!.Value, 15, 40);
    }

    [Fact]
    public void What_stops_and_returns_at_once_says_so()
    {
        var signs = SignsOf(new ProbeStory().Fail(null, 67, 140).Play(200));

        Assert.Equal(RampKind.None, signs.Ramp);
        Assert.InRange(signs.FallMinutes!.Value, 0, 3);
        Assert.InRange(signs.ReturnMinutes!.Value, 0, 3);
        Assert.InRange(signs.MinutesOffHour!.Value, 6, 9);
        Assert.Equal(0, signs.AnsweredWithErrors);
        Assert.Equal(0, signs.ServedMeanwhile);
        Assert.Null(signs.FromSomePlaces);
        Assert.Null(signs.LeastRoutes);
    }

    [Fact]
    public void A_network_that_is_gone_from_some_vantage_points_only_is_seen_so()
    {
        var story = new ProbeStory(vantages: 3).Fail(null, 60, 140, vantage: "v1").Fail(null, 60, 140, vantage: "v2").Play(200);

        Assert.InRange(SignsOf(story).FromSomePlaces!.Value, 0.9, 1);
        Assert.Equal(0, SignsOf(new ProbeStory(vantages: 3).Fail(null, 60, 140).Play(200)).FromSomePlaces!.Value, 0.05);
    }

    [Fact]
    public void Refusals_are_answers_with_errors()
    {
        var signs = SignsOf(new ProbeStory().Fail(null, 60, 140, ProbeOutcome.ConnectionRefused).Play(200));

        Assert.InRange(signs.AnsweredWithErrors!.Value, 0.9, 1);
    }

    static Signs SignsOf(ProbeStory story) => story.Outages.First(outage => outage.EntityType == EntityType.Group).Analysis.Signs!;
}
