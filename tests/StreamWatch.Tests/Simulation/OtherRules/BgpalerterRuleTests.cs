using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.OtherRules;
using Xunit;

namespace StreamWatch.Tests.Simulation.OtherRules;

/// <summary>BGPalerter's monitor of visibility, message by message.</summary>
public sealed class BgpalerterRuleTests
{
    static readonly Prefix Own = Prefix.Parse("192.0.2.0/24");
    static readonly Prefix Other = Prefix.Parse("198.51.100.0/24");
    static readonly DateTime Midnight = new(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(39, 1, false)]
    [InlineData(40, 1, true)]
    [InlineData(40, 9, true)]
    [InlineData(40, 10, false)]
    public void Forty_peers_have_to_withdraw_within_360_seconds(int peers, int secondsApart, bool isFound)
    {
        var rule = Announced(peers: 100);
        Withdraw(rule, Own, Enumerable.Range(0, peers), secondsApart);
        var found = rule.Finish(Midnight.AddDays(1));
        Assert.Equal(isFound ? 1 : 0, found.Count);
        if (isFound)
        {
            Assert.Equal(
                (At(1000), At(1000 + (39 * secondsApart)), null, Midnight.AddDays(1), "AS64500"),
                (found[0].OnsetAt, found[0].DetectedAt, found[0].RecoveredAt, found[0].EndAt, found[0].Key.Entity.Name));
        }
    }

    [Fact]
    public void One_peer_that_withdraws_many_times_is_one_peer()
    {
        var rule = Announced(peers: 100);
        Withdraw(rule, Own, Enumerable.Repeat(7, 100), 1);
        Assert.Empty(rule.Finish(Midnight.AddDays(1)));
    }

    [Theory]
    [InlineData(20, 9, false)]
    [InlineData(20, 10, true)]
    [InlineData(79, 39, false)]
    [InlineData(79, 40, true)]
    [InlineData(200, 39, false)]
    [InlineData(200, 40, true)]
    public void Scaled_it_takes_half_of_fewer_than_eighty_peers(int peers, int withdrawn, bool isFound)
    {
        var rule = Announced(peers, isScaled: true);
        Withdraw(rule, Own, Enumerable.Range(0, withdrawn), 1);
        Assert.Equal(isFound ? 1 : 0, rule.Finish(Midnight.AddDays(1)).Count);
    }

    [Fact]
    public void It_is_over_once_as_many_have_announced_it_again_and_may_come_again()
    {
        var rule = Announced(peers: 100);
        Withdraw(rule, Own, Enumerable.Range(0, 60), 1);
        for (var peer = 0; peer < 60; peer++)
        {
            rule.Hear(Event(2000 + peer, peer, RouteEventKind.Announcement, Own));
        }

        Withdraw(rule, Own, Enumerable.Range(0, 60), 1, from: 3000);
        var found = rule.Finish(Midnight.AddDays(1));
        Assert.Equal([At(2039), null], found.Select(outage => outage.RecoveredAt));
    }

    [Fact]
    public void Prefixes_of_one_network_that_go_together_are_one_outage_and_it_is_the_first_origins()
    {
        var rule = Announced(peers: 100);
        rule.Hear(Event(10, 3, RouteEventKind.Announcement, Own, origin: 64666));
        Withdraw(rule, Own, Enumerable.Range(0, 50), 1);
        Withdraw(rule, Other, Enumerable.Range(0, 50), 1);
        Assert.Equal("AS64500", Assert.Single(rule.Finish(Midnight.AddDays(1))).Key.Entity.Name);
    }

    [Fact]
    public void A_session_that_drops_withdraws_nothing()
    {
        var rule = Announced(peers: 100);
        for (var peer = 0; peer < 100; peer++)
        {
            rule.Hear(Event(1000, peer, RouteEventKind.SessionDown, default));
        }

        Assert.Empty(rule.Finish(Midnight.AddDays(1)));
    }

    static DateTime At(int second) => Midnight.AddSeconds(second);

    static BgpalerterRule Announced(int peers, bool isScaled = false)
    {
        var rule = new BgpalerterRule(isScaled);
        for (var peer = 0; peer < peers; peer++)
        {
            rule.Hear(Event(0, peer, RouteEventKind.RibEntry, Own));
            rule.Hear(Event(0, peer, RouteEventKind.RibEntry, Other));
        }

        return rule;
    }

    static void Withdraw(BgpalerterRule rule, Prefix prefix, IEnumerable<int> peers, int secondsApart, int from = 1000)
    {
        foreach (var (peer, i) in peers.Select((peer, i) => (peer, i)))
        {
            rule.Hear(Event(from + (i * secondsApart), peer, RouteEventKind.Withdrawal, prefix));
        }
    }

    static RouteEvent Event(int second, int view, RouteEventKind kind, Prefix prefix, uint origin = 64500) => new()
    {
        ReceivedAtMicros = (At(second) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
        View = view,
        Kind = kind,
        Prefix = prefix,
        Origin = kind is RouteEventKind.RibEntry or RouteEventKind.Announcement ? origin : 0,
    };
}
