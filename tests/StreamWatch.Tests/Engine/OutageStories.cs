using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using StreamWatch.Tests.Engine.Stories;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>Outages that have to be found, with their exact bins.</summary>
public sealed class OutageStories
{
    static readonly string[] Starjv = ["175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24"];

    [Fact]
    public void A_network_that_all_peers_lose_has_an_outage()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0)
            .Lose(121, Starjv).Gain(181, 131279, Starjv)
            .Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Rib"], found.Told);
        Assert.Equal(0, found.LateEvents);
    }

    [Fact]
    public void A_network_that_is_lost_during_the_warm_up_has_an_outage_from_where_it_was_lost_and_the_next_one_is_found_too()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 700).Dump(0)
            .Lose(31, Starjv).Gain(271, 131279, Starjv)
            .Lose(421, Starjv).Gain(481, 131279, Starjv)
            .Play();

        Assert.Equal(["AS131279 v4 Critical 00:30–04:30 Rib", "AS131279 v4 Critical 07:00–08:00 Rib"], found.Told);
        Assert.Equal(Story.Start.AddMinutes(67), found.Outages[0].DetectedAt);
    }

    [Fact]
    public void What_is_lost_and_regained_within_the_warm_up_is_forgotten()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0)
            .Lose(16, Starjv).Gain(46, 131279, Starjv)
            .Lose(121, Starjv).Gain(181, 131279, Starjv)
            .Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Rib"], found.Told);
    }

    [Fact]
    public void Without_a_table_it_is_found_too_once_the_views_have_spoken_of_it()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300)
            .Gain(10, 131279, Starjv)
            .Lose(121, Starjv).Gain(181, 131279, Starjv)
            .Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Learned"], found.Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_found_after_every_peer_has_lost_its_own_sixty_networks_for_good(bool withTable)
    {
        var story = new Story().Network(131279, Starjv).Background(300, until: 400).Gain(10, 131279, Starjv);
        if (withTable)
        {
            story.Dump(0);
        }

        foreach (var view in story.All)
        {
            string[] gone = [.. Enumerable.Range(0, 60).Select(i => (view + (5 * i)) % 300).Select(n => $"11.{n / 64}.{n % 64 * 4}.0/22")];
            story.Lose(100 + (6 * view), gone, [view]);
        }

        var found = story.Lose(301, Starjv).Gain(361, 131279, Starjv).Play();
        Assert.Equal([$"AS131279 v4 Critical 05:00–06:00 {(withTable ? "Rib" : "Learned")}"], found.Told);
        Assert.Equal(15, found.Outages[0].ViewsUsable);
    }

    [Fact]
    public void Its_rows_say_what_and_when_as_the_design_does()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 299).Dump(0)
            .Lose(121, Starjv).Gain(181, 131279, Starjv).Play();

        Assert.Equal([OutageState.Open, OutageState.Recovered], found.Revisions.Select(r => r.State));
        Assert.Equal([1u, 2u], found.Revisions.Select(r => r.Revision));
        Assert.All(found.Revisions, revision =>
        {
            Assert.Equal("asn-131279-ipv4-20220114T020000Z", revision.Id);
            Assert.Equal(revision.Id, revision.IncidentId);
            Assert.Null(revision.ParentId);
            Assert.Equal((EntityType.Asn, "AS131279", 131279u), (revision.EntityType, revision.Entity, revision.Asn));
            Assert.Equal(Story.Start.AddMinutes(120), revision.OnsetAt);

            // The second bad bin ends at 02:10; its grace is two minutes.
            Assert.Equal(Story.Start.AddMinutes(132), revision.DetectedAt);
            Assert.Equal((0.0, 1.0, 4L, 15), (revision.MinVisibility, revision.Baseline, revision.SpaceBlocks, revision.ViewsUsable));
            Assert.Equal(Starjv, revision.LostPrefixes.Select(p => p.ToString()));
        });
        Assert.Null(found.Revisions[0].RecoveredAt);
        Assert.Equal(Story.Start.AddMinutes(180), found.Revisions[1].RecoveredAt);

        var bins = found.BinsOf(131279);
        Assert.Equal(BinState.WarmUp, bins[55].State);
        Assert.Equal((BinState.Normal, Basis.Rib), (bins[60].State, bins[60].Basis));
        Assert.Equal((BinState.Critical, 0L, 4L), (bins[120].State, bins[120].Sample.Seen25, bins[120].Sample.Known));
        Assert.Equal(BinState.Critical, bins[175].State);
        Assert.Equal(BinState.Normal, bins[180].State);
        Assert.Equal(Enumerable.Range(0, 60).Select(bin => bin * 5), bins.Keys);
    }

    [Fact]
    public void Two_outages_in_a_row_have_two_names()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0)
            .Lose(121, Starjv).Gain(151, 131279, Starjv).Lose(171, Starjv).Gain(201, 131279, Starjv).Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–02:30 Rib", "AS131279 v4 Critical 02:50–03:20 Rib"], found.Told);
        Assert.Equal(2, found.Outages.Select(o => o.Id).Distinct().Count());
        Assert.Equal(2, found.Outages.Select(o => o.IncidentId).Distinct().Count());
    }

    [Fact]
    public void Two_good_bins_do_not_end_it()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0)
            .Lose(121, Starjv).Gain(151, 131279, Starjv).Lose(161, Starjv).Gain(201, 131279, Starjv).Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:20 Rib"], found.Told);
    }

    [Theory]
    [InlineData(1, "Partial")]
    [InlineData(2, "Partial")]
    [InlineData(3, "Critical")]
    public void A_watched_network_that_loses_a_part_has_an_outage(int lost, string severity)
    {
        string[] five = [.. Starjv, "203.0.113.0/24"];
        Story Tell(bool watched) => new Story { Options = new DetectionOptions { AllAsns = true, WatchedAsns = new HashSet<uint>(watched ? [131279u] : []) } }
            .Network(131279, five).Background(80, until: 300).Dump(0)
            .Lose(121, five[..lost]).Gain(181, 131279, five[..lost]);

        Assert.Equal([$"AS131279 v4 {severity} 02:00–03:00 Rib"], Tell(watched: true).Play().Told);
        Assert.Equal(severity == "Critical" ? [$"AS131279 v4 {severity} 02:00–03:00 Rib"] : [], Tell(watched: false).Play().Told);
    }

    [Fact]
    public void A_part_lost_that_becomes_most_is_the_same_outage_and_critical()
    {
        var found = new Story { Options = new DetectionOptions { WatchedAsns = new HashSet<uint> { 131279 } } }
            .Network(131279, Starjv).Background(80, until: 300).Dump(0)
            .Lose(121, Starjv[..1]).Lose(146, Starjv[1..]).Gain(181, 131279, Starjv).Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Rib"], found.Told);
        Assert.Equal(
            [(OutageSeverity.Partial, 1), (OutageSeverity.Critical, 4), (OutageSeverity.Critical, 4)],
            found.Revisions.Select(r => (r.Severity, r.LostPrefixes.Count)));
        Assert.Equal((0.75, 0.0), (found.Revisions[0].MinVisibility, found.Revisions[2].MinVisibility));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(7.0)]
    public void Both_families_lost_together_are_one_incident(double later)
    {
        string[] six = ["2001:db8:1::/48", "2001:db8:2::/48"];
        var found = new Story().Network(131279, Starjv).Network(131279, six).Background(80, until: 300).Dump(0)
            .Network(64_000, ["2001:db8:f::/48"]).Dump(0.1)
            .Lose(121 + later, Starjv).Lose(121, six).Gain(181, 131279, Starjv).Gain(181, 131279, six).Play();

        Assert.Equal(
            [(AddressFamily.IPv4, OutageState.Recovered), (AddressFamily.IPv6, OutageState.Recovered)],
            found.Outages.OrderBy(o => o.Family).Select(o => (o.Family, o.State)));
        Assert.Single(found.Outages.Select(o => o.IncidentId).Distinct());
        Assert.Equal(found.Outages[0].Id, found.Outages[0].IncidentId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prefix_of_two_origins_is_lost_for_both(bool withTable)
    {
        string[] shared = ["203.0.113.0/24"];
        var story = new Story().Background(80, until: 300);
        story.Network(3333, shared, story.All[..8]).Network(4444, shared, story.All[8..])
            .Gain(10, 3333, shared, story.All[..8]).Gain(10, 4444, shared, story.All[8..])
            .Lose(121, shared)
            .Gain(181, 3333, shared, story.All[..8]).Gain(181, 4444, shared, story.All[8..]);
        if (withTable)
        {
            story.Dump(0);
        }

        // The one that most views carry has it in its space.
        Assert.Equal([$"AS3333 v4 Critical 02:00–03:00 {(withTable ? "Rib" : "Learned")}"], story.Play().Told);
    }

    [Fact]
    public void It_is_found_when_a_hijacker_has_the_prefix_before()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0)
            .Gain(101, 666, Starjv).Lose(121, Starjv).Gain(181, 131279, Starjv).Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Rib"], found.Told);
    }

    [Fact]
    public void It_is_found_while_one_collector_of_three_is_away()
    {
        foreach (var how in new[] { 0, 1, 2 })
        {
            var story = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0);
            var resetting = story.Of("rrc02");
            story = how switch
            {
                0 => story.Unheard("rrc02", 110, 140),
                1 => story.ResetWithStates(115, resetting, away: 15, transfer: 3),
                _ => story.ResetByWithdrawals(115, resetting, away: 15, transfer: 3),
            };
            Assert.Equal([(how, "AS131279 v4 Critical 02:00–03:00 Rib")], story.Lose(121, Starjv).Gain(181, 131279, Starjv).Play().Told.Select(t => (how, t)));
        }
    }

    [Fact]
    public void Silence_neither_opens_nor_closes()
    {
        // Lost for one bin before all collectors are away, and back while they are: one bad bin is no outage.
        var story = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0);
        foreach (var collector in story.Collectors)
        {
            story.Unheard(collector, 125, 160);
        }

        Assert.Empty(story.Lose(121, Starjv).Gain(140, 131279, Starjv).Play().Told);

        // An outage is open while they are away; it ends when it is heard to.
        story = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0);
        foreach (var collector in story.Collectors)
        {
            story.Unheard(collector, 140, 160);
        }

        var found = story.Lose(121, Starjv).Gain(181, 131279, Starjv).Play();
        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Rib"], found.Told);
        Assert.All(found.BinsOf(131279).Where(bin => bin.Key is >= 140 and < 160), bin => Assert.Equal(BinState.Unknown, bin.Value.State));
    }

    [Fact]
    public void After_seven_days_the_new_state_is_the_normal_one()
    {
        // Wide bins and small tables, so that nine days are short.
        string[] kept = ["203.0.113.0/24"];
        var story = new Story(2, 4)
        {
            Options = new DetectionOptions { AllAsns = true, AsnBin = TimeSpan.FromHours(1), IdleAfter = TimeSpan.FromDays(1) },
        }.Network(131279, Starjv).Network(131279, kept).Network(64_000, ["198.51.100.0/24"]).Network(64_001, ["192.0.2.0/24"]).Dump(0);
        for (var hour = 1; hour < 24 * 10; hour++)
        {
            foreach (var view in story.All)
            {
                story.Do((hour * 60) + view, world => world.Repeat(view, Prefix.Parse("192.0.2.0/24"), RouteEventKind.Announcement));
            }
        }

        story.Lose(24 * 60, Starjv);
        var found = story.Play();
        Assert.Equal(["AS131279 v4 Critical 24:00–rebaselined Rib"], found.Told);
        Assert.Null(found.Outages[0].RecoveredAt);
        var rebaselinedAt = (24 + (7 * 24)) * 60;
        Assert.Equal(BinState.Critical, found.BinsAt(131279, rebaselinedAt - 60, TimeSpan.FromHours(1)).State);
        Assert.Equal(BinState.WarmUp, found.BinsAt(131279, rebaselinedAt, TimeSpan.FromHours(1)).State);

        // What is left is the space now, and losing it is an outage of its own.
        var again = story.Lose((9 * 24 + 12) * 60, kept).Play();
        Assert.Equal(["AS131279 v4 Critical 24:00–rebaselined Rib", "AS131279 v4 Critical 228:00– Rib"], again.Told);
        Assert.Equal(1, again.Outages[1].SpaceBlocks);
    }

    [Fact]
    public void A_session_that_came_up_unsaid_to_have_fallen_forgets_what_it_does_not_announce_again()
    {
        // The network goes while no session stands; only the coming up is said.
        var story = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0);
        foreach (var view in story.All)
        {
            story.Do(121, world => world.Hang(view, null))
                .Do(122, world => world.Withdraw(view, Prefix.Parse(Starjv[0])))
                .Do(122, world => world.Withdraw(view, Prefix.Parse(Starjv[1])))
                .Do(122, world => world.Withdraw(view, Prefix.Parse(Starjv[2])))
                .Do(122, world => world.Withdraw(view, Prefix.Parse(Starjv[3])))
                .Do(124, world => world.Return(view, RouteEventKind.SessionUp))
                .SendTable(124, view, over: 3);
        }

        var outage = Assert.Single(story.Play().Outages);
        Assert.Equal((131279u, OutageState.Open), (outage.Asn, outage.State));
    }
}
