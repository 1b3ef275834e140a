using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Traffic;
using Xunit;

namespace StreamWatch.Tests.Simulation.Traffic;

public sealed class BgpSessionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    public void A_session_stands_what_a_busy_link_loses(double loss) => Assert.Null(EndOf(loss, hold: 180, seed: 1, hours: 24));

    [Fact]
    public void A_session_over_a_link_that_loses_nearly_everything_ends_about_the_hold_time_later()
    {
        for (var seed = 1UL; seed <= 40; seed++)
        {
            // The last keepalive came up to a third of the hold time before the loss began.
            Assert.InRange(EndOf(0.999, hold: 90, seed, hours: 1)!.Value, 60, 400);
        }
    }

    [Fact]
    public void The_more_is_lost_the_sooner_it_ends()
    {
        double Mean(double loss) => Enumerable.Range(1, 60).Average(seed => EndOf(loss, hold: 180, (ulong)seed, hours: 48) ?? 48 * 3600);
        Assert.True(Mean(0.95) < Mean(0.8) && Mean(0.8) < Mean(0.6));
    }

    [Fact]
    public void An_interface_that_goes_down_ends_it_at_once_and_it_returns_soon_after()
    {
        var random = new Prng(3);
        var link = new AccessLink(100, 100);
        var session = new BgpSession(180, seesInterface: true, protection: 0);
        session.Reset(random);
        link.IsCut = true;
        Assert.Equal(50, session.Advance(50, 60, link, mayStand: true, random));
        double? back = null;
        for (var time = 60.0; time < 3600 && back is null; time += 10)
        {
            link.IsCut = time < 1200;
            back = session.Advance(time, time + 10, link, mayStand: true, random);
        }

        Assert.InRange(back!.Value, 1200, 1400);
        Assert.True(session.IsEstablished);
    }

    /// <summary>When a session ends over a link that loses this share inbound, seconds, or null.</summary>
    static double? EndOf(double loss, double hold, ulong seed, int hours)
    {
        var random = new Prng(seed);
        var link = new AccessLink(100, 100);
        link.Offer(100 / (1 - loss), 0, isRouted: true, burst: 1);
        var session = new BgpSession(hold, seesInterface: false, protection: 0);
        session.Reset(random);
        for (var time = 0.0; time < hours * 3600; time += 10)
        {
            if (session.Advance(time, time + 10, link, mayStand: true, random) is { } end)
            {
                return end;
            }
        }

        return null;
    }
}
