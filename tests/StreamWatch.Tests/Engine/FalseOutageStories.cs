using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Tests.Engine.Stories;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>What looks like an outage and is none. Every network lives through each of these stories.</summary>
public sealed class FalseOutageStories
{
    static readonly string[] Starjv = ["175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_happens(bool withTable) => Assert.Empty(Quiet(withTable).Play().Told);

    [Theory]
    [InlineData(true, 2.0)]
    [InlineData(false, 2.0)]
    [InlineData(true, 20.0)]
    [InlineData(false, 20.0)]
    [InlineData(true, 150.0)]
    [InlineData(false, 150.0)]
    public void The_sessions_of_one_collector_of_three_fall_and_the_files_say_so(bool withTable, double away)
    {
        var story = Quiet(withTable);
        Assert.Empty(story.ResetWithStates(122, story.Of("rrc01"), away, transfer: 3).Play().Told);
    }

    [Theory]
    [InlineData(true, 2.0)]
    [InlineData(false, 2.0)]
    [InlineData(true, 20.0)]
    [InlineData(false, 20.0)]
    [InlineData(true, 150.0)]
    [InlineData(false, 150.0)]
    public void The_sessions_of_the_only_collector_fall_and_the_files_say_so(bool withTable, double away)
    {
        var story = Quiet(withTable, collectors: 1, peers: 8);
        Assert.Empty(story.ResetWithStates(122, story.All, away, transfer: 3).Play().Told);
    }

    [Theory]
    [InlineData(true, 2.0)]
    [InlineData(false, 2.0)]
    [InlineData(true, 20.0)]
    [InlineData(false, 20.0)]
    [InlineData(true, 150.0)]
    [InlineData(false, 150.0)]
    [InlineData(true, null)]
    [InlineData(false, null)]
    public void One_collector_of_three_withdraws_everything_and_sends_it_again(bool withTable, double? away)
    {
        var story = Quiet(withTable);
        Assert.Empty(story.ResetByWithdrawals(122, story.Of("rrc01"), away, transfer: 3).Play().Told);
    }

    [Theory]
    [InlineData(true, 2.0)]
    [InlineData(false, 2.0)]
    [InlineData(true, 20.0)]
    [InlineData(false, 20.0)]
    [InlineData(true, 150.0)]
    [InlineData(false, 150.0)]
    [InlineData(true, null)]
    [InlineData(false, null)]
    public void The_only_collector_withdraws_everything_and_sends_it_again(bool withTable, double? away)
    {
        var story = Quiet(withTable, collectors: 1, peers: 8);
        Assert.Empty(story.ResetByWithdrawals(122, story.All, away, transfer: 3).Play().Told);
    }

    [Theory]
    [InlineData(true, 124.0)]
    [InlineData(false, 124.0)]
    [InlineData(true, 121.0)]
    [InlineData(false, 121.0)]
    public void The_withdrawals_of_a_reset_reach_over_a_bin_s_end(bool withTable, double minute)
    {
        foreach (var collectors in new[] { 1, 3 })
        {
            var story = Quiet(withTable, collectors, peers: 8);
            Assert.Empty(story.ResetByWithdrawals(minute, story.Of("rrc00"), away: 10, transfer: 6, falling: 5).Play().Told);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_peer_falls_at_another_time(bool withTable)
    {
        var story = Quiet(withTable);
        foreach (var view in story.All)
        {
            story.ResetByWithdrawals(90 + (view * 7), [view], away: 4, transfer: 15);
        }

        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_sends_its_table_over_two_hours(bool withTable) =>
        Assert.Empty(Quiet(withTable).SendTable(70, 3, over: 120).Play().Told);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_falls_and_sends_its_table_over_two_hours(bool withTable) =>
        Assert.Empty(Quiet(withTable).ResetByWithdrawals(70, [3], away: 1, transfer: 120).Play().Told);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_stretch_is_missing_in_the_middle(bool withTable, bool onlyCollector)
    {
        var story = onlyCollector ? Quiet(withTable, 1, 8) : Quiet(withTable);

        // Lost before the gap for less than a bin, and back in it.
        story.Unheard("rrc00", 120, 135).Lose(119, Starjv).Gain(123, 131279, Starjv);
        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_of_a_quiet_collector_is_missing(bool withTable)
    {
        // A word every three minutes and peer: this silence alone says nothing.
        var story = new Story(1, 8).Network(131279, Starjv);
        for (var number = 0; number < 20; number++)
        {
            story.Network(65_000u + (uint)number, [$"11.{number}.0.0/22"]);
        }

        if (withTable)
        {
            story.Dump(0);
        }

        for (var minute = 1; minute < 300; minute += 3)
        {
            foreach (var view in story.All)
            {
                var turn = minute / 3 % 24;
                var prefix = Prefix.Parse(turn < 20 ? $"11.{turn}.0.0/22" : Starjv[turn - 20]);
                story.Do(minute + (view / 10.0), world => world.Repeat(view, prefix, RouteEventKind.Announcement));
            }
        }

        story.Unheard("rrc00", 120, 135, declared: true).Lose(119, Starjv).Gain(123, 131279, Starjv);
        Assert.Empty(story.Play().Told);
    }

    [Fact]
    public void A_stream_starts_without_a_table_in_the_middle_of_everything()
    {
        var story = new Story().Network(131279, Starjv).Background(80, until: 300);

        // In the first twelve bins: prefixes come and go, sessions fall.
        story.Lose(2, Starjv[..2]).Gain(14, 131279, Starjv[..2])
            .Lose(31, Starjv[2..]).Gain(44, 131279, Starjv[2..])
            .ResetByWithdrawals(20, story.Of("rrc02"), away: 3, transfer: 3);
        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prefix_is_hijacked(bool withTable) =>
        Assert.Empty(Quiet(withTable).Gain(121, 666, Starjv).Gain(151, 131279, Starjv).Play().Told);

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 30)]
    [InlineData(true, 180)]
    [InlineData(false, 180)]
    public void Half_of_the_peers_believe_a_hijacker(bool withTable, double minutes)
    {
        var story = Quiet(withTable);
        Assert.Empty(story.Gain(81, 666, Starjv, story.All[..8]).Gain(81 + minutes, 131279, Starjv, story.All[..8]).Play().Told);
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 10)]
    [InlineData(true, 50)]
    [InlineData(false, 50)]
    public void More_specific_prefixes_are_hijacked_and_withdrawn_again(bool withTable, double minutes)
    {
        string[] victims = ["203.0.112.0/22"];
        string[] parts = ["203.0.112.0/24", "203.0.113.0/24"];
        Assert.Empty(Quiet(withTable).Network(3333, victims).Gain(15, 3333, victims)
            .Gain(121, 666, parts).Lose(121 + minutes, parts).Play().Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prefix_is_born_and_dies_after_ten_minutes(bool withTable) =>
        Assert.Empty(Quiet(withTable).Gain(121, 64_999, ["198.51.100.0/24"]).Lose(131, ["198.51.100.0/24"]).Play().Told);

    [Fact]
    public void A_prefix_is_born_and_dies_and_the_views_repeat_that_after_a_gap()
    {
        string[] born = ["198.51.100.0/24"];
        var story = Quiet(withTable: false).Gain(121, 64_999, born).Lose(131, born);
        foreach (var collector in story.Collectors)
        {
            story.Unheard(collector, 140, 155);
        }

        foreach (var view in story.All)
        {
            story.Do(160 + (view / 60.0), world => world.Say(view, RouteEventKind.Withdrawal, Prefix.Parse(born[0])));
        }

        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prefix_flaps_at_single_peers(bool withTable)
    {
        var story = Quiet(withTable);
        for (var minute = 70; minute < 280; minute += 2)
        {
            int[] flapping = [minute / 2 % 15];
            story.Lose(minute, Starjv, flapping).Gain(minute + 1.4, 131279, Starjv, flapping);
        }

        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prefix_goes_for_less_than_a_bin(bool withTable) =>
        Assert.Empty(Quiet(withTable).Lose(121, Starjv).Gain(124, 131279, Starjv).Lose(151, Starjv).Gain(155.5, 131279, Starjv).Play().Told);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_of_two_origins_of_a_prefix_stops(bool withTable)
    {
        string[] shared = ["203.0.113.0/24"];
        var story = Quiet(withTable);
        story.Network(3333, shared, story.All[..8]).Network(4444, shared, story.All[8..])
            .Gain(10, 3333, shared, story.All[..8]).Gain(10, 4444, shared, story.All[8..])
            .Gain(151, 4444, shared);
        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_announces_its_space_in_other_pieces(bool withTable)
    {
        string[] whole = ["203.0.112.0/22"];
        string[] pieces = ["203.0.112.0/24", "203.0.113.0/24", "203.0.114.0/23"];
        var story = Quiet(withTable).Network(3333, whole).Gain(10, 3333, whole)
            .Gain(121, 3333, pieces).Lose(122, whole)
            .Gain(241, 3333, whole).Lose(242, pieces);
        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(true, "nothing was recorded")]
    [InlineData(false, "nothing was recorded")]
    [InlineData(true, "sessions down")]
    [InlineData(false, "sessions down")]
    [InlineData(true, "all withdrawn")]
    [InlineData(false, "all withdrawn")]
    public void The_only_collector_that_sees_a_network_is_away(bool withTable, string how)
    {
        string[] local = ["203.0.113.0/24"];
        var story = Quiet(withTable, collectors: 2, peers: 6);
        var seeing = story.Of("rrc01");
        story.Network(3333, local, seeing).Gain(10, 3333, local, seeing);

        // The others have heard of it and have lost it long ago.
        story.Network(3333, local, story.Of("rrc00")).Lose(20, local, story.Of("rrc00"));
        story = how switch
        {
            "nothing was recorded" => story.Unheard("rrc01", 130, 150),
            "sessions down" => story.ResetWithStates(132, seeing, away: 20, transfer: 3),
            _ => story.ResetByWithdrawals(132, seeing, away: 20, transfer: 3),
        };
        Assert.Empty(story.Play().Told);
    }

    [Theory]
    [InlineData(1, 8.0)]
    [InlineData(3, 8.0)]
    [InlineData(3, 14.0)]
    [InlineData(3, 25.0)]
    public void The_withdrawals_of_a_reset_take_several_bins(int collectors, double falling)
    {
        foreach (var withTable in new[] { true, false })
        {
            var story = Quiet(withTable, collectors, peers: 8);
            Assert.Empty(story.ResetByWithdrawals(121, story.Of("rrc00"), away: falling + 4, transfer: 6, falling).Play().Told);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sessions_fall_unsaid_and_the_tables_are_sent_again(bool withTable)
    {
        foreach (var collectors in new[] { 1, 3 })
        {
            var story = Quiet(withTable, collectors, peers: 8);
            foreach (var view in story.Of("rrc00"))
            {
                story.Do(121, world => world.Hang(view, null)).Do(128, world => world.Return(view, null)).SendTable(128, view, 4);
            }

            Assert.Empty(story.Play().Told);
        }
    }

    [Fact]
    public void A_table_of_IPv4_alone_is_no_word_on_IPv6()
    {
        string[] six = ["2001:db8:1::/48"];
        var story = new Story(1, 14).Network(131279, Starjv).Background(80, until: 300);
        var speakingSix = story.All[8..];
        story.Network(3333, six, speakingSix).Do(0, world =>
        {
            foreach (var view in story.All[..8])
            {
                world.SayTable(view, RouteEventKind.RibEntry);
            }

            world.Say(0, RouteEventKind.RibEnd);
        });
        story.Gain(10, 3333, six, speakingSix).Lose(150, six, speakingSix).Gain(200, 3333, six, speakingSix);
        Assert.Equal(["AS3333 v6 Critical 02:30–03:20 Learned"], story.Play().Told);
    }

    [Fact]
    public void A_watched_network_lives_through_resets_and_gaps_without_a_partial_outage()
    {
        foreach (var how in new[] { "nothing was recorded", "sessions down", "all withdrawn" })
        {
            var story = new Story { Options = new DetectionOptions { WatchedAsns = new HashSet<uint> { 131279, 3333 } } }
                .Network(131279, Starjv).Background(80, until: 300);

            // Two peers of the second collector never carry the one, three of the third never the other.
            int[] most = [.. story.All.Except(story.Of("rrc01")[..2])];
            int[] many = [.. story.All.Except(story.Of("rrc02")[..3])];
            string[] other = ["203.0.113.0/24"];
            story.Network(3333, other, most).Network(3333, ["198.51.100.0/24"], many).Dump(0);
            foreach (var collector in story.Collectors)
            {
                var minute = 100 + (60 * story.Collectors.ToList().IndexOf(collector));
                story = how switch
                {
                    "nothing was recorded" => story.Unheard(collector, minute, minute + 22),
                    "sessions down" => story.ResetWithStates(minute, story.Of(collector), away: 12, transfer: 5),
                    _ => story.ResetByWithdrawals(minute, story.Of(collector), away: 12, transfer: 5),
                };
            }

            Assert.Equal((how, ""), (how, string.Join(", ", story.Play().Told)));
        }
    }

    /// <summary>A network to watch, many others, five hours; with a table at the start, or learned.</summary>
    static Story Quiet(bool withTable, int collectors = 3, int peers = 5)
    {
        var story = new Story(collectors, peers).Network(131279, Starjv).Background(80, until: 300);
        return withTable ? story.Dump(0) : story.Gain(10, 131279, Starjv);
    }
}
