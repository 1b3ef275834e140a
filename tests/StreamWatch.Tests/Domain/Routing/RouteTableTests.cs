using System.Net;
using StreamWatch.Domain.Routing;
using Xunit;

namespace StreamWatch.Tests.Domain.Routing;

public sealed class RouteTableTests
{
    static readonly Prefix[] Prefixes =
    [
        .. Enumerable.Range(0, 6).Select(i => Prefix.IPv4((uint)(10 << 24 | i << 12), 20)),
        .. Enumerable.Range(0, 4).Select(i => new Prefix(AddressFamily.IPv6, 0x20010DB800000000UL | (uint)i << 16, 0, 48)),
        Prefix.Parse("10.0.0.0/25"), Prefix.Parse("0.0.0.0/0"), Prefix.Parse("2001:db8::/64"), Prefix.Parse("2000::/3"),
    ];

    [Theory]
    [InlineData(1, 100, 150)]
    [InlineData(5, 100, 150)]
    [InlineData(130, 10, 60)]
    public void It_holds_what_a_dictionary_of_dictionaries_holds(int views, int tests, int longest) => Laws.Hold(tests, longest, history =>
    {
        var table = new RouteTable();
        var reference = new RouteTableReference(views);
        for (var view = 0; view < views; view++)
        {
            Assert.Equal(view, table.AddView(new ViewKey("rrc00", 64500u + (uint)view, IPAddress.Loopback)));
        }

        foreach (var step in history)
        {
            Take(table, reference, new Dice(step), views);
            Compare(table, reference, views);
        }
    });

    [Fact]
    public void A_view_that_is_added_later_knows_nothing()
    {
        var table = new RouteTable();
        table.AddView(new ViewKey("rrc00", 1, IPAddress.Loopback));
        table.Announce(new RouteEvent { ReceivedAtMicros = 0, View = 0, Kind = RouteEventKind.Announcement, Prefix = Prefixes[0], Origin = 7 });
        for (var view = 1; view < 200; view++)
        {
            table.AddView(new ViewKey("rrc00", 1u + (uint)view, IPAddress.Loopback));
        }

        Assert.True(table.Carried.Get(0, 0));
        Assert.All(Enumerable.Range(1, 199), view => Assert.False(table.Known.Get(0, view)));
    }

    [Fact]
    public void A_view_withdraws_a_prefix_unheard_once_only_if_it_never_announced_it()
    {
        var table = new RouteTable();
        var all = new ViewMask();
        for (var view = 0; view < 3; view++)
        {
            table.AddView(new ViewKey("rrc00", 1u + (uint)view, IPAddress.Loopback));
            all.Set(view, true);
        }

        Withdraw(0);
        Assert.Equal(1, table.WithdrawnUnheard(0));
        Announce(1);
        Withdraw(1);
        Assert.Equal(1, table.WithdrawnUnheard(0));

        // After a gap in the listening the views repeat their withdrawals: no new proof.
        table.DoubtLosses(all);
        Withdraw(0);
        Withdraw(1);
        Assert.Equal(1, table.WithdrawnUnheard(0));

        void Withdraw(int view) => table.Withdraw(
            new RouteEvent { ReceivedAtMicros = 0, View = view, Kind = RouteEventKind.Withdrawal, Prefix = Prefixes[0] });

        void Announce(int view) => table.Announce(
            new RouteEvent { ReceivedAtMicros = 0, View = view, Kind = RouteEventKind.Announcement, Prefix = Prefixes[0], Origin = 7 });
    }

    static void Take(RouteTable table, RouteTableReference reference, Dice dice, int views)
    {
        var what = dice.Next(20);
        if (what >= 15)
        {
            var mask = new ViewMask();
            for (var view = 0; view < views; view++)
            {
                mask.Set(view, dice.Next(3) == 0);
            }

            switch (what)
            {
                case 15:
                    table.Forget(mask);
                    reference.Forget(mask);
                    break;
                case 16:
                    table.DoubtLosses(mask);
                    reference.DoubtLosses(mask);
                    break;
                case 17:
                    table.ForgetUntouched(mask);
                    reference.ForgetUntouched(mask);
                    break;
                case 18:
                    table.MarkComplete(mask, ThoseWith(table, mask, AddressFamily.IPv4), ThoseWith(table, mask, AddressFamily.IPv6));
                    reference.MarkComplete(mask);
                    break;
                default:
                    table.ClearTouched(mask);
                    reference.ClearTouched(mask);
                    break;
            }

            return;
        }

        // Two thirds of the views have add-path sessions.
        var speaker = dice.Next(views);
        var prefix = dice.Of(Prefixes);
        var pathId = speaker % 3 == 0 ? 0u : 1u + (uint)dice.Next(3);
        uint[] origins = dice.Next(5) == 0 ? [1u + (uint)dice.Next(3), 4u + (uint)dice.Next(3)] : [1u + (uint)dice.Next(6)];
        var e = new RouteEvent
        {
            ReceivedAtMicros = 0,
            View = speaker,
            Kind = what < 2 ? RouteEventKind.RibEntry : what < 9 ? RouteEventKind.Announcement : RouteEventKind.Withdrawal,
            Prefix = prefix,
            PathId = pathId,
            Origin = what < 9 ? origins[0] : 0,
            OriginSet = what < 9 && origins.Length > 1 ? origins : null,
        };
        if (what < 9)
        {
            table.Announce(e);
            reference.Announce(speaker, prefix, pathId, origins);
        }
        else
        {
            table.Withdraw(e);
            reference.Withdraw(speaker, prefix, pathId);
        }
    }

    static void Compare(RouteTable table, RouteTableReference reference, int views)
    {
        Assert.Equal(reference.Ignored, table.Ignored);
        Assert.Equal(reference.Met.Count(), table.Prefixes.Count);
        foreach (var prefix in reference.Met)
        {
            var number = table.Prefixes.Find(prefix);
            for (var view = 0; view < views; view++)
            {
                var origins = new List<uint>();
                for (var route = table.FirstRoute(number); route >= 0; route = table.Route(route).Next)
                {
                    if (table.CarriedByRoute.Get(route, view))
                    {
                        origins.Add(table.Route(route).Origin);
                    }
                }

                Assert.Equal(reference.Knows(view, prefix), table.Known.Get(number, view));
                Assert.Equal(reference.Touched(view, prefix), table.Touched.Get(number, view));
                Assert.Equal(reference.Origins(view, prefix), origins.Order());
                Assert.Equal(origins.Count > 0, table.Carried.Get(number, view));
            }

            Assert.Equal(Enumerable.Range(0, views).Any(view => reference.Touched(view, prefix)), table.TouchedPrefixes.Contains(number));
        }

        foreach (var family in new[] { AddressFamily.IPv4, AddressFamily.IPv6 })
        {
            for (var view = 0; view < views; view++)
            {
                var known = reference.Met.Where(prefix => prefix.Family == family && reference.Knows(view, prefix)).ToList();
                Assert.Equal(known.Count, table.Views[view].KnownPrefixes[family]);
                Assert.Equal(known.Count(prefix => reference.Origins(view, prefix).Length > 0), table.Views[view].CarriedPrefixes[family]);
            }
        }
    }

    static ViewMask ThoseWith(RouteTable table, ViewMask views, AddressFamily family)
    {
        var mask = new ViewMask();
        for (var view = 0; view < table.Views.Count; view++)
        {
            mask.Set(view, views.Contains(view) && table.Views[view].CarriedPrefixes[family] > 0);
        }

        return mask;
    }
}
