using StreamWatch.Domain.Probing;
using StreamWatch.Tests.Domain.Correlation;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>The same events give the same outages.</summary>
public sealed class OutageEngineLaws
{
    [Fact]
    public void In_whatever_order_probes_arrive_within_the_grace_the_outages_are_the_same()
    {
        foreach (var seed in Enumerable.Range(1, 12))
        {
            var events = Story().Events(200, seed);
            var expected = Told(Story().Play(events));
            var dice = new Random(seed);

            // Within the grace: nobody is overtaken by more than 25 of its 30 seconds.
            var shuffled = events.OrderBy(e => At(e) + dice.NextInt64(25_000_000_000)).ToList();
            Assert.NotEqual(events, shuffled);
            var found = Story().Play(shuffled);
            Assert.Equal(0, found.LateEvents);
            Assert.Equal(expected, Told(found));
        }
    }

    [Fact]
    public void What_comes_after_its_bin_was_closed_is_counted_and_decides_nothing()
    {
        var events = Story().Events(200);
        var late = events.OfType<ProbeResult>().Where(result => At(result) < At(events[^1]) - 600_000_000_000).Take(25).Select(result => (object)(result with { Outcome = ProbeOutcome.Timeout }));
        var found = Story().Play([.. events, .. late]);

        Assert.Equal(25, found.LateEvents);
        Assert.Equal(Told(Story().Play(events)), Told(found));
    }

    static ProbeStory Story() => new ProbeStory(vantages: 2, controls: 1)
        .Fail("web4", 30, 50).Slow(null, 88, 95, 300).Fail(null, 95, 140).Fail("mail1", 140, 150, ProbeOutcome.ConnectionRefused).Die("v2", 110, 125);

    static string Told(ProbeStory story) => string.Join('\n', story.Revisions.Select(revision =>
        $"{revision.Id} {revision.Revision} {revision.IncidentId} {revision.ParentId} {revision.State} {revision.DetectedAt:O} {revision.RecoveredAt:O} {revision.Chance} "
        + $"{string.Join(' ', revision.Analysis.Phases)} {string.Join(' ', revision.Analysis.Causes.Select(cause => $"{cause.Cause} {cause.Probability}"))} {string.Join(' ', revision.Analysis.Affected)}"));

    static long At(object e) => e is ProbeResult result ? result.StartedAtNanos : ((VantageHeartbeat)e).AtNanos;
}
