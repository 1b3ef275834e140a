using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Engine;
using StreamWatch.Tests.Domain.Correlation;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>A watch that is killed and started again goes on as if it had never been away: what it decided stands, and nothing is decided twice.</summary>
public sealed class RestartLaws
{
    const long Minute = 60_000_000_000;

    [Fact]
    public void Killed_at_any_time_and_fed_all_it_had_measured_it_decides_what_an_undisturbed_one_does()
    {
        foreach (var seed in Enumerable.Range(1, 3))
        {
            var events = Story().Events(260, seed);
            var undisturbed = Play(events);
            foreach (var kill in new[] { 25, 42, 96, 98, 99, 100, 115, 139, 143, 160, 200 })
            {
                var before = events.Where(e => MinuteOf(e) < kill).ToList();
                foreach (var lost in new[] { 0, 1, 3, 40 })
                {
                    // The bins of the last minutes were decided and not stored; the outages that were found in them may have been.
                    var first = Play(before, isWhole: false);
                    var decidesFrom = first.TargetBins[^1].Bin + 1 - lost;
                    var told = first.Outages.Where(outage => lost < 3 || BinOf(outage.DetectedAt) <= decidesFrom).ToList();
                    var second = Restart(events, before.Count, told, decidesFrom);

                    Assert.Equal(Told(undisturbed.Outages), Told(Last(told, second.Revisions)));
                    Assert.Equal(
                        undisturbed.TargetBins.Select(bin => (bin.Bin, bin.Target, bin.Verdict)),
                        first.TargetBins.Where(bin => bin.Bin < decidesFrom).Concat(second.TargetBins).Select(bin => (bin.Bin, bin.Target, bin.Verdict)));
                    AssertRevisionsGoOn(told, second.Revisions);
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_given_out_again_that_was_given_out()
    {
        var events = Story().Events(260);
        foreach (var kill in new[] { 42, 60, 100, 120, 138, 150, 200 })
        {
            var before = events.Where(e => MinuteOf(e) < kill).ToList();
            var first = Play(before, isWhole: false);
            var again = new KeptFindings(first.TargetBins[^1].Bin + 1);
            var engine = Story().NewEngine(again);
            var source = engine.DeclareSource();
            engine.Recall(first.Outages, [], first.TargetBins[^1].Bin + 1);
            before.ForEach(e => ProbeStory.Submit(engine, source, e));
            engine.Settle();

            Assert.Empty(again.Revisions);
            Assert.Empty(again.TargetBins);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public void An_outage_whose_beginning_is_out_of_sight_stays_open_with_its_id_and_ends_when_it_ends(int minutesSeen)
    {
        var events = Story().Events(260);
        var undisturbed = Play(events);
        const int Kill = 135;
        var first = Play([.. events.Where(e => MinuteOf(e) < Kill)], isWhole: false);
        var seen = events.Where(e => MinuteOf(e) >= Kill - minutesSeen).ToList();
        var second = Restart(seen, seen.FindIndex(e => MinuteOf(e) >= Kill), first.Outages, first.TargetBins[^1].Bin + 1);
        var last = Last(first.Outages, second.Revisions);

        var expected = undisturbed.Outages.Where(outage => outage.EntityType != EntityType.Target).ToList();
        var found = last.Where(outage => outage.EntityType != EntityType.Target).ToList();
        Assert.Equal(3, expected.Count);
        Assert.Equal(
            expected.Select(outage => (outage.Id, outage.IncidentId, outage.ParentId, outage.State, outage.OnsetAt, outage.DetectedAt, outage.RecoveredAt)),
            found.Select(outage => (outage.Id, outage.IncidentId, outage.ParentId, outage.State, outage.OnsetAt, outage.DetectedAt, outage.RecoveredAt)));
        Assert.Equal(expected.Select(Phases), found.Select(Phases));
        Assert.Equal(expected.Select(outage => outage.Analysis.Affected), found.Select(outage => outage.Analysis.Affected));
        AssertRevisionsGoOn(first.Outages, second.Revisions);
    }

    [Fact]
    public void An_outage_ends_by_what_is_watched_now_where_none_of_its_targets_is_watched_any_more()
    {
        var first = Play([.. Story().Events(135).Where(e => MinuteOf(e) < 135)], isWhole: false);
        var others = new ProbeStory(webs: 0, mails: 0).Add("new1", TargetKind.Web, "198.51.100.11").Add("new2", TargetKind.Web, "198.51.100.12").Add("new3", TargetKind.Web, "198.51.100.13");
        var events = others.Events(200).Where(e => MinuteOf(e) >= 135).ToList();
        var second = Restart(events, 0, first.Outages, first.TargetBins[^1].Bin + 1, others.NewEngine, null);

        var group = Assert.Single(Last(first.Outages, second.Revisions), outage => outage.EntityType == EntityType.Group);
        Assert.Equal(OutageState.Recovered, group.State);
        Assert.InRange(MinuteOf(group.RecoveredAt!.Value), 135, 140);
    }

    [Fact]
    public void While_it_is_dead_nothing_opens_nothing_closes_and_every_bin_is_unknown()
    {
        var events = Story().Events(400);
        const int Kill = 120, Back = 240;
        var before = events.Where(e => MinuteOf(e) < Kill).ToList();
        var first = Play(before, isWhole: false);
        Assert.Contains(first.Outages, outage => outage is { EntityType: EntityType.Group, State: OutageState.Open });
        var decidesFrom = first.TargetBins[^1].Bin + 1;
        var second = Restart([.. before, .. events.Where(e => MinuteOf(e) >= Back)], before.Count, first.Outages, decidesFrom);

        // All was well when it came back: that is when the outages ended, for all that is known.
        var last = Last(first.Outages, second.Revisions).Where(outage => outage.EntityType == EntityType.Group).ToList();
        Assert.Equal(first.Outages.Count(outage => outage.EntityType == EntityType.Group), last.Count);
        Assert.All(last.Where(outage => MinuteOf(outage.OnsetAt) < Kill && outage.RecoveredAt is { } at && MinuteOf(at) >= Kill), outage => Assert.InRange(MinuteOf(outage.RecoveredAt!.Value), Back, Back + 3));
        var dead = second.TargetBins.Where(bin => bin.Bin > BinOf(ProbeStory.Start.AddMinutes(Kill + 3)) && bin.Bin < BinOf(ProbeStory.Start.AddMinutes(Back))).ToList();
        Assert.Equal(Back - Kill - 4, dead.Select(bin => bin.Bin).Distinct().Count());
        Assert.All(dead, bin => Assert.Equal(Verdict.Unknown, bin.Verdict));
        Assert.Equal(second.TargetBins.Count, second.TargetBins.Select(bin => (bin.Bin, bin.Target)).Distinct().Count());
    }

    [Theory]
    [InlineData(65)]
    [InlineData(100)]
    public void What_was_decided_stands_though_the_numbers_that_decide_were_changed(int kill)
    {
        static ProbeStory Three() => new ProbeStory().Fail("web1", 60, 80).Fail("web2", 60, 80).Fail("web3", 60, 80);
        var events = Three().Events(140);
        var first = Play([.. events.Where(e => MinuteOf(e) < kill)], Three(), isWhole: false);
        Assert.DoesNotContain(first.Outages, outage => outage.EntityType == EntityType.Group);

        // A third of the units, and a twentieth of chance, is enough now: new decisions are made with it, old ones are not made anew.
        var decidesFrom = first.TargetBins[^1].Bin + 1;
        var second = Restart(events, events.ToList().FindIndex(e => MinuteOf(e) >= kill), first.Outages, decidesFrom, Three().NewEngine, new ProbingOptions { ShareNeeded = 0.3, CorrelationBelow = 0.05 });
        var groups = second.Outages.Where(outage => outage.EntityType == EntityType.Group).ToList();
        Assert.Equal(kill == 65 ? [ProbeStory.Start.AddMinutes(MinuteOfBin(decidesFrom) - 1)] : [], groups.Select(outage => outage.OnsetAt));
    }

    [Fact]
    public void What_unfolds_like_an_outage_of_the_past_is_told_so_though_that_is_out_of_sight()
    {
        var events = Story().Fail(null, 300, 340).Events(420);
        var undisturbed = Play(events, Story().Fail(null, 300, 340));
        var group = undisturbed.Outages.Last(outage => outage.EntityType == EntityType.Group);
        Assert.NotEmpty(group.Analysis.SimilarTo);

        const int Kill = 280;
        var first = Play([.. events.Where(e => MinuteOf(e) < Kill)], isWhole: false);
        var story = Story();
        var kept = new KeptFindings(first.TargetBins[^1].Bin + 1);
        var engine = story.NewEngine(kept);
        var source = engine.DeclareSource();
        engine.Recall([], first.Outages, first.TargetBins[^1].Bin + 1);
        foreach (var e in events.Where(e => MinuteOf(e) is >= Kill - 30 and < Kill))
        {
            ProbeStory.Submit(engine, source, e);
        }

        engine.Settle();
        foreach (var e in events.Where(e => MinuteOf(e) >= Kill))
        {
            ProbeStory.Submit(engine, source, e);
        }


        engine.Complete();
        Assert.Equal(
            group.Analysis.SimilarTo.Select(like => like.Id),
            kept.Outages.Last(outage => outage.EntityType == EntityType.Group).Analysis.SimilarTo.Select(like => like.Id));
    }

    static ProbeStory Story() => new ProbeStory(vantages: 2, controls: 1)
        .Fail("web4", 30, 50).Slow(null, 88, 95, 300).Fail(null, 95, 140).Fail("mail1", 140, 150, ProbeOutcome.ConnectionRefused).Die("v2", 110, 125);

    static KeptFindings Play(IReadOnlyList<object> events, bool isWhole = true) => Play(events, Story(), isWhole);

    static KeptFindings Play(IReadOnlyList<object> events, ProbeStory story, bool isWhole = true)
    {
        var kept = new KeptFindings();
        var engine = story.NewEngine(kept);
        var source = engine.DeclareSource();
        foreach (var e in events)
        {
            ProbeStory.Submit(engine, source, e);
        }

        if (isWhole)
        {
            engine.Complete();
        }

        return kept;
    }

    /// <summary>A second process: told what the first one stored, fed what that had measured, then what is measured on.</summary>
    static KeptFindings Restart(IReadOnlyList<object> events, int measured, IReadOnlyCollection<OutageRevision> told, long decidesFrom) =>
        Restart(events, measured, told, decidesFrom, Story().NewEngine, null);

    static KeptFindings Restart(
        IReadOnlyList<object> events,
        int measured,
        IReadOnlyCollection<OutageRevision> told,
        long decidesFrom,
        Func<IOutageSink, ProbingOptions?, OutageEngine> make,
        ProbingOptions? options)
    {
        var kept = new KeptFindings(decidesFrom);
        var engine = make(kept, options);
        var source = engine.DeclareSource();
        engine.Recall(told, [], decidesFrom);
        for (var i = 0; i < events.Count; i++)
        {
            if (i == measured)
            {
                engine.Settle();
            }

            // As a live watch does: what is due is closed before the event is taken, so that no bin is left out.
            engine.Heartbeat(source, At(events[i]) / 1000);
            ProbeStory.Submit(engine, source, events[i]);
        }

        engine.Complete();
        return kept;
    }

    static IReadOnlyList<OutageRevision> Last(IEnumerable<OutageRevision> told, IEnumerable<OutageRevision> found) =>
        [.. told.Concat(found).GroupBy(outage => outage.Id).Select(group => group.MaxBy(outage => outage.Revision)!).OrderBy(outage => outage.OnsetAt).ThenBy(outage => outage.Id, StringComparer.Ordinal)];

    static void AssertRevisionsGoOn(IReadOnlyCollection<OutageRevision> told, IReadOnlyList<OutageRevision> found)
    {
        var all = told.Concat(found).ToList();
        Assert.Equal(all.Count, all.Select(outage => (outage.Id, outage.Revision)).Distinct().Count());
        Assert.All(all.GroupBy(outage => outage.Id), group => Assert.Equal(group.Select(outage => outage.Revision).Order(), group.Select(outage => outage.Revision)));
    }

    static string Told(IEnumerable<OutageRevision> outages) => string.Join('\n', outages.Select(outage =>
        $"{outage.Id} {outage.IncidentId} {outage.ParentId} {outage.State} {outage.OnsetAt:O} {outage.DetectedAt:O} {outage.RecoveredAt:O} {outage.Units} {outage.Chance} "
        + $"{Phases(outage)} {string.Join(' ', outage.Analysis.Causes.Select(cause => $"{cause.Cause} {cause.Probability:F4}"))} {string.Join(' ', outage.Analysis.Affected)}"));

    static string Phases(OutageRevision outage) => string.Join(' ', outage.Analysis.Phases.Select(start => $"{start.Phase} {start.At:HH:mm}"));

    static long At(object e) => e is ProbeResult result ? result.StartedAtNanos : ((VantageHeartbeat)e).AtNanos;

    static double MinuteOf(object e) => (double)(At(e) - ((ProbeStory.Start - DateTime.UnixEpoch).Ticks * 100)) / Minute;

    static double MinuteOf(DateTime at) => ProbeStory.MinuteOf(at);

    static double MinuteOfBin(long bin) => MinuteOf(DateTime.UnixEpoch.AddMinutes(bin));

    static long BinOf(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMinute;
}
