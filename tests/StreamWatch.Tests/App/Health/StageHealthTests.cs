using StreamWatch.App.Health;
using StreamWatch.Tests.Collectors.Probing;
using Xunit;

namespace StreamWatch.Tests.App.Health;

/// <summary>When a process lives, and when it does its work.</summary>
public sealed class StageHealthTests
{
    readonly ManualTime _time = new();

    [Fact]
    public void A_loop_lives_while_each_turn_comes_in_time_and_tells_for_how_long_it_did_not()
    {
        var health = new StageHealth("collect", _time);
        var loop = health.Progress("publishing", TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(health.Look().IsAlive);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.False(health.Look().IsAlive);
        Assert.Equal(new HealthState("publishing", "no progress for 45 s; 30 s are allowed"), Assert.Single(health.Look().Progress));

        loop.Beat();
        Assert.True(health.Look().IsAlive);
        loop.End();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(health.Look().IsAlive);
    }

    [Fact]
    public void It_is_ready_when_it_lives_and_every_condition_holds()
    {
        var health = new StageHealth("store", _time);
        string? kafka = "no broker answers", clickHouse = null;
        health.Ready("kafka", () => kafka);
        health.Ready("clickhouse", () => clickHouse);
        health.Progress("storing", TimeSpan.FromSeconds(1));

        Assert.Equal((true, false), (health.Look().IsAlive, health.Look().IsReady));
        kafka = null;
        Assert.True(health.Look().IsReady);
        clickHouse = "it is full";
        Assert.Equal([new("kafka", null), new("clickhouse", "it is full")], health.Look().Readiness);

        clickHouse = null;
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(health.Look().IsReady);
    }
}
