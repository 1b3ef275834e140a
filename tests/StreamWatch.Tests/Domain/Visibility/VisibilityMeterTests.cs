using System.Net;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using Xunit;

namespace StreamWatch.Tests.Domain.Visibility;

/// <summary>The measurement of nested prefixes against one that looks at every block and every view.</summary>
public sealed class VisibilityMeterTests
{
    const uint Asn = 7;

    [Theory]
    [InlineData(AddressFamily.IPv4)]
    [InlineData(AddressFamily.IPv6)]
    public void It_is_what_counting_every_block_at_every_view_gives(AddressFamily family) => Laws.Hold(150, 200, history =>
    {
        var views = history.Length == 0 ? 1 : 1 + (history[0] % 70);
        var table = new RouteTable();
        for (var view = 0; view < views; view++)
        {
            table.AddView(new ViewKey("rrc00", 1u + (uint)view, IPAddress.Loopback));
        }

        var usable = new ViewMask();
        foreach (var step in history)
        {
            var dice = new Dice(step);
            var view = dice.Next(views);
            if (dice.Next(5) == 0)
            {
                usable.Set(view, dice.Next(4) > 0);
                continue;
            }

            var prefix = PrefixOf(family, ref dice);
            var kind = dice.Next(3) == 0 ? RouteEventKind.Withdrawal : RouteEventKind.Announcement;
            var e = new RouteEvent { ReceivedAtMicros = 0, View = view, Kind = kind, Prefix = prefix, Origin = dice.Of(Asn, Asn, Asn, 8u) };
            if (kind == RouteEventKind.Withdrawal)
            {
                table.Withdraw(e);
            }
            else
            {
                table.Announce(e);
            }
        }

        List<int> routes = [.. table.RoutesOf(Asn)];
        foreach (var number in routes)
        {
            table.Route(number).Established = new Dice(number + views).Next(3) > 0;
        }

        var space = new AddressSpace();
        space.Build(table, [.. routes]);
        var needed = 1 + (views / 9);
        var sample = new VisibilityMeter(table).Measure(space, usable, needed);
        Compare(Slow(table, routes, usable, views, needed), sample, usable.Count);
    });

    static Prefix PrefixOf(AddressFamily family, ref Dice dice)
    {
        // Within one /16, or the like of it in IPv6, so that prefixes nest.
        var length = 16 + dice.Next(9);
        var bits = (uint)dice.Next(256) << 8;
        return family == AddressFamily.IPv4
            ? Prefix.IPv4((10u << 24) | bits, length)
            : new Prefix(family, 0x20010DB800000000UL | ((ulong)bits << 8), 0, length + 24);
    }

    static (long Space, long Known, double Carried, double ByOrigin, long[] Ladder) Slow(
        RouteTable table, List<int> routes, ViewMask usable, int views, int needed)
    {
        long space = 0, known = 0;
        double carriedSum = 0, byOriginSum = 0;
        var ladder = new long[4];
        for (var block = 0; block < 256; block++)
        {
            var covering = routes.Where(r => Covers(table.Prefixes[table.Route(r).Prefix], block)).ToList();
            var established = covering.Where(r => table.Route(r).Established).ToList();
            if (established.Count == 0)
            {
                continue;
            }

            space++;
            int asked = 0, carried = 0, byOrigin = 0;
            for (var view = 0; view < views; view++)
            {
                if (usable.Contains(view))
                {
                    var carries = covering.Any(r => table.Carried.Get(table.Route(r).Prefix, view));
                    var hasLost = !carries && established.All(r => table.Known.Get(table.Route(r).Prefix, view));
                    asked += carries || hasLost ? 1 : 0;
                    carried += carries ? 1 : 0;
                    byOrigin += covering.Any(r => table.CarriedByRoute.Get(r, view)) ? 1 : 0;
                }
            }

            if (asked >= needed)
            {
                known++;
                carriedSum += (double)carried / asked;
                byOriginSum += (double)byOrigin / asked;
                for (var step = 0; step < 4; step++)
                {
                    ladder[step] += byOrigin * 4 >= asked * (step + 1) ? 1 : 0;
                }
            }
        }

        return (space, known, carriedSum, byOriginSum, ladder);
    }

    static bool Covers(Prefix prefix, int block)
    {
        var bits = (uint)block << 8;
        return prefix.Covers(prefix.Family == AddressFamily.IPv4
            ? Prefix.IPv4((10u << 24) | bits, 24)
            : new Prefix(AddressFamily.IPv6, 0x20010DB800000000UL | ((ulong)bits << 8), 0, 48));
    }

    static void Compare((long Space, long Known, double Carried, double ByOrigin, long[] Ladder) slow, VisibilitySample sample, int usable)
    {
        Assert.Equal(slow.Space, sample.Space);
        Assert.Equal(slow.Known, sample.Known);
        Assert.Equal(slow.Carried, sample.Carried, 1e-6);
        Assert.Equal(slow.ByOrigin, sample.CarriedByOrigin, 1e-6);
        Assert.Equal<long[]>(slow.Ladder, [sample.Seen25, sample.Seen50, sample.Seen75, sample.Seen100]);
        Assert.Equal(usable, sample.ViewsUsable);
    }
}
