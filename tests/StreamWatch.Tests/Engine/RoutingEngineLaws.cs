using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine;
using StreamWatch.Tests.Engine.Stories;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>The same events give the same outages, in whatever order and under whatever numbers they arrive within the grace.</summary>
public sealed class RoutingEngineLaws
{
    static readonly string[] Starjv = ["175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24"];
    static readonly string[] Six = ["2001:db8:1::/48", "2001:db8:2::/48"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_interleaving_within_the_grace_finds_the_same(bool withTable)
    {
        var story = Eventful(withTable);
        var inOrder = Telling.Of(story);
        var expected = inOrder.Play();
        Assert.NotEmpty(expected.Told);
        for (var seed = 0; seed < 6; seed++)
        {
            // Every event is late by up to 119 s; what one view says at one time keeps its order.
            var random = new Random(seed);
            var arrival = new Dictionary<(int View, long At), long>();
            var shuffled = inOrder.Events
                .OrderBy(e =>
                {
                    if (!arrival.TryGetValue((e.View, e.ReceivedAtMicros), out var at))
                    {
                        arrival.Add((e.View, e.ReceivedAtMicros), at = e.ReceivedAtMicros + random.NextInt64(119_000_000));
                    }

                    return at;
                }).ToList();
            var found = (inOrder with { Events = shuffled, OneSource = seed % 2 == 0 }).Play();
            Assert.Equal(0, found.LateEvents);
            Assert.Equal(expected.Everything, found.Everything);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_numbering_of_the_views_finds_the_same(bool withTable)
    {
        var story = Eventful(withTable);
        var telling = Telling.Of(story);
        var expected = telling.Play().Everything;
        for (var seed = 0; seed < 4; seed++)
        {
            var numbering = story.All.ToArray();
            new Random(seed).Shuffle(numbering);
            Assert.Equal(expected, (telling with { Numbering = numbering }).Play().Everything);
        }
    }

    [Fact]
    public void Views_at_one_time_may_speak_in_any_order()
    {
        // All events of a second at the second: ties everywhere, also between the end of a dump and its entries.
        var story = Eventful(withTable: true);
        var whole = Telling.Of(story).Events.Select(e => e with { ReceivedAtMicros = e.ReceivedAtMicros / 1_000_000 * 1_000_000 }).ToList();
        var expected = (Telling.Of(story) with { Events = whole }).Play().Everything;
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var rank = story.All.ToArray();
            random.Shuffle(rank);
            var mixed = whole.OrderBy(e => e.ReceivedAtMicros).ThenBy(e => rank[e.View]).ToList();
            Assert.Equal(expected, (Telling.Of(story) with { Events = mixed }).Play().Everything);
        }
    }

    [Fact]
    public void Late_events_are_counted_and_change_nothing()
    {
        var story = Eventful(withTable: true);
        var telling = Telling.Of(story);
        var expected = telling.Play();

        // A second copy of what was said from 02:00 to 02:05 arrives at about 02:12 and later: its bin is closed.
        var from = telling.Events[0].ReceivedAtMicros + (120 * 60_000_000L);
        var late = telling.Events.Where(e => e.ReceivedAtMicros >= from && e.ReceivedAtMicros < from + 290_000_000)
            .Select(e => e with { Kind = RouteEventKind.Withdrawal, Prefix = Prefix.Parse("11.0.0.0/22") }).ToList();
        Assert.NotEmpty(late);
        var found = (telling with
        {
            Events = [.. telling.Events.TakeWhile(e => e.ReceivedAtMicros < from + (13 * 60_000_000L)), .. late, .. telling.Events.SkipWhile(e => e.ReceivedAtMicros < from + (13 * 60_000_000L))],
        }).Play();
        Assert.Equal(late.Count, found.LateEvents);
        Assert.Equal(expected.Everything, found.Everything);
    }

    [Fact]
    public void A_source_that_lags_holds_the_bins_open_until_it_is_idle()
    {
        var sink = new Findings();
        var engine = new RoutingEngine(new DetectionOptions { AllAsns = true, IdleAfter = TimeSpan.FromMinutes(30) }, sink);
        var (fast, slow) = (engine.DeclareSource(), engine.DeclareSource());
        var view = engine.Detector.AddView(new ViewKey("rrc00", 1, System.Net.IPAddress.Loopback));

        engine.Submit(fast, Word(view, 0));
        engine.Submit(slow, Word(view, 1));
        engine.Submit(fast, Word(view, 20));
        Assert.Equal(0, engine.ClosedBins);
        engine.Submit(slow, Word(view, 2));
        Assert.Equal(0, engine.LateEvents);

        // At 00:07 of the slower one the first bin has had its end and its grace.
        engine.Heartbeat(slow, At(6.99));
        Assert.Equal(0, engine.ClosedBins);
        engine.Heartbeat(slow, At(7));
        Assert.Equal(1, engine.ClosedBins);

        // The fast one is ahead by more than half an hour: the slow one is idle and leaves the watermark.
        engine.Submit(fast, Word(view, 40));
        Assert.Equal(7, engine.ClosedBins);
        engine.Submit(slow, Word(view, 8));
        Assert.Equal(1, engine.LateEvents);

        // It is back.
        engine.Submit(slow, Word(view, 39));
        engine.Submit(fast, Word(view, 60));
        Assert.Equal(7, engine.ClosedBins);
        engine.Complete();
        Assert.Equal(13, engine.ClosedBins);
    }

    [Fact]
    public void Options_with_faults_are_refused_with_every_fault()
    {
        var wrong = new DetectionOptions { WarmUpBins = 0, AsnBin = TimeSpan.FromHours(2), Quorum = 1.5 };
        var error = Assert.Throws<ArgumentException>(() => new RoutingEngine(wrong, new Findings()));
        Assert.Contains("warm-up is 0; allowed are 1 to 10000", error.Message, StringComparison.Ordinal);
        Assert.Contains("asn-bin is 02:00:00; allowed are 00:00:01 to 01:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("quorum is 1.5; allowed are 0 to 1", error.Message, StringComparison.Ordinal);
    }

    static long At(double minute) => ((Story.Start - DateTime.UnixEpoch).Ticks / 10) + (long)(minute * 60_000_000);

    static RouteEvent Word(int view, double minute) => new()
    {
        ReceivedAtMicros = At(minute),
        View = view,
        Kind = RouteEventKind.Announcement,
        Prefix = Prefix.Parse("192.0.2.0/24"),
        Origin = 64_500,
    };

    /// <summary>Outages in both families, resets of both kinds, a hijack, a second dump.</summary>
    static Story Eventful(bool withTable)
    {
        var story = new Story { Options = new DetectionOptions { AllAsns = true, WatchedAsns = new HashSet<uint> { 131279 } } }
            .Network(131279, Starjv).Network(131279, Six).Network(64_000, ["2001:db8:f::/48"]).Background(60, until: 240)
            .Gain(8, 131279, Starjv).Gain(8, 131279, Six);
        if (withTable)
        {
            story.Dump(0).Dump(100, "rrc01");
        }

        return story.Lose(79, Starjv[..1]).Lose(91, Starjv).Gain(131, 131279, Starjv)
            .Lose(88, Six).Gain(129, 131279, Six)
            .ResetWithStates(140, story.Of("rrc01"), away: 4, transfer: 3)
            .ResetByWithdrawals(97, [2, 3], away: 2, transfer: 3)
            .Gain(160, 666, Starjv).Gain(180, 131279, Starjv).Lose(200, Starjv);
    }
}
