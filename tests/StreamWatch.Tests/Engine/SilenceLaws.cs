using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Tests.Domain.Correlation;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>
/// Silence of our own is unknown, never down: where a vantage point stops, or the clock of a feed does, targets go unknown, nothing opens, and what is open
/// does not close. Each vantage point is a feed of its own, and the clock on the wall goes on.
/// </summary>
public sealed class SilenceLaws
{
    const long Minute = 60_000_000_000;

    /// <summary>Minute at which the feeds go silent.</summary>
    const int Silent = 60;

    /// <summary>Minute at which they are back.</summary>
    const int Back = 120;

    /// <summary>What was seen last is believed for three intervals of a minute; then nobody has looked.</summary>
    const int Stale = 4;

    /// <summary>What becomes of a feed.</summary>
    public enum Trouble
    {
        /// <summary>It sends nothing.</summary>
        Stops,

        /// <summary>It goes on sending, and everything bears the time at which its clock stopped.</summary>
        ClockStops,
    }

    [Theory]
    [InlineData(Trouble.Stops, Trouble.Stops)]
    [InlineData(Trouble.ClockStops, Trouble.ClockStops)]
    [InlineData(Trouble.Stops, Trouble.ClockStops)]
    public void Where_all_feeds_are_silent_targets_go_unknown_and_nothing_opens_though_all_hosts_fail(Trouble first, Trouble second)
    {
        var found = Play(new ProbeStory(vantages: 2).Fail(null, Silent, 400), (first, "v1"), (second, "v2"));

        Assert.Empty(found.Revisions);
        AssertUnknown(found);
    }

    [Theory]
    [InlineData(Trouble.Stops, Trouble.Stops)]
    [InlineData(Trouble.ClockStops, Trouble.ClockStops)]
    [InlineData(Trouble.Stops, Trouble.ClockStops)]
    public void Where_all_feeds_are_silent_an_open_outage_does_not_close_though_all_hosts_are_well(Trouble first, Trouble second)
    {
        var found = Play(new ProbeStory(vantages: 2).Fail(null, 40, Silent), (first, "v1"), (second, "v2"));

        AssertUnknown(found);
        var group = Assert.Single(found.Outages, outage => outage.EntityType == EntityType.Group);
        Assert.Equal(OutageState.Open, group.State);
        Assert.DoesNotContain(found.Outages, outage => outage.State != OutageState.Open);
    }

    [Fact]
    public void An_outage_that_was_open_before_a_silence_goes_on_behind_it_and_ends_when_the_hosts_are_back()
    {
        const int End = 140;
        var found = Play(new ProbeStory(vantages: 2).Fail(null, 40, End), 200, (Trouble.Stops, "v1"), (Trouble.Stops, "v2"));

        var group = Assert.Single(found.Outages, outage => outage.EntityType == EntityType.Group);
        Assert.InRange(ProbeStory.MinuteOf(group.OnsetAt), 40, 41);
        Assert.InRange(ProbeStory.MinuteOf(group.RecoveredAt!.Value), End, End + 1);
    }

    [Theory]
    [InlineData(Trouble.Stops)]
    [InlineData(Trouble.ClockStops)]
    public void Where_one_of_two_feeds_is_silent_the_other_decides(Trouble trouble)
    {
        // What the silent one sends, or would send, is bad: it is alone with that, and nothing comes of it.
        var well = Play(new ProbeStory(vantages: 2).Fail(null, Silent, 400, vantage: "v2"), (trouble, "v2"));
        Assert.Empty(well.Revisions);
        Assert.All(Dead(well), bin => Assert.Equal((Verdict.Up, 1), (bin.Verdict, bin.Tally.Voters)));

        // And the other way round: what it sends, or would send, is good, and it closes nothing.
        var ill = Play(new ProbeStory(vantages: 2).Fail(null, 40, Silent, vantage: "v2").Fail(null, 40, 400, vantage: "v1"), (trouble, "v2"));
        Assert.Equal(OutageState.Open, Assert.Single(ill.Outages, outage => outage.EntityType == EntityType.Group).State);
        Assert.All(Dead(ill), bin => Assert.Equal((Verdict.Down, 1), (bin.Verdict, bin.Tally.Voters)));
    }

    [Fact]
    public void What_a_feed_with_a_stopped_clock_sends_is_late_and_counted()
    {
        var story = new ProbeStory(vantages: 2);
        var (found, late) = PlayAndCount(story, Back, (Trouble.ClockStops, "v2"));

        // Only what came before its bin was closed is not late: the watermark waited a minute and a half for it.
        Assert.Empty(found.Revisions);
        Assert.InRange(late, (Back - Silent - 3) * (9 + 6), (Back - Silent) * (9 + 6));
    }

    static KeptFindings Play(ProbeStory story, params (Trouble Trouble, string Vantage)[] troubles) => Play(story, Back, troubles);

    static KeptFindings Play(ProbeStory story, int minutes, params (Trouble Trouble, string Vantage)[] troubles) => PlayAndCount(story, minutes, troubles).Found;

    static (KeptFindings Found, long Late) PlayAndCount(ProbeStory story, int minutes, params (Trouble Trouble, string Vantage)[] troubles)
    {
        var kept = new KeptFindings();
        var engine = story.NewEngine(kept);
        var sources = new Dictionary<string, int> { ["v1"] = engine.DeclareSource(), ["v2"] = engine.DeclareSource() };
        var clock = At(0);
        foreach (var e in story.Events(minutes))
        {
            for (; clock < At(e); clock += Minute / 6)
            {
                engine.Tick(clock / 1000);
            }

            if (Sent(e, troubles) is { } sent)
            {
                ProbeStory.Submit(engine, sources[Vantage(e)], sent);
            }
        }

        for (; clock <= At(minutes); clock += Minute / 6)
        {
            engine.Tick(clock / 1000);
        }

        return (kept, engine.LateEvents);
    }

    /// <summary>What a feed makes of an event; null where it does not send it.</summary>
    static object? Sent(object e, (Trouble Trouble, string Vantage)[] troubles)
    {
        var trouble = troubles.FirstOrDefault(one => one.Vantage == Vantage(e));
        return trouble.Vantage is null || At(e) < At(Silent) || At(e) >= At(Back) ? e
            : trouble.Trouble == Trouble.Stops ? null
            : e is ProbeResult result ? result with { StartedAtNanos = At(Silent) }
            : new VantageHeartbeat(Vantage(e), At(Silent));
    }

    static void AssertUnknown(KeptFindings found) => Assert.All(Dead(found), bin => Assert.Equal(Verdict.Unknown, bin.Verdict));

    /// <summary>The bins of the silence, from when it is noticed to those that are closed at its end; none is missing.</summary>
    static List<TargetBinRecord> Dead(KeptFindings found)
    {
        var dead = found.TargetBins.Where(bin => bin.Bin * Minute >= At(Silent + Stale) && bin.Bin * Minute < At(Back - 2)).ToList();
        Assert.Equal(Back - Silent - Stale - 2, dead.Select(bin => bin.Bin).Distinct().Count());
        return dead;
    }

    static string Vantage(object e) => e is ProbeResult result ? result.Vantage : ((VantageHeartbeat)e).Vantage;

    static long At(object e) => e is ProbeResult result ? result.StartedAtNanos : ((VantageHeartbeat)e).AtNanos;

    static long At(int minute) => ((ProbeStory.Start - DateTime.UnixEpoch).Ticks * 100) + (minute * Minute);
}
