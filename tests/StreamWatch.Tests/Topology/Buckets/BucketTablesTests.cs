using System.Net;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Buckets;
using Xunit;
using View = StreamWatch.Domain.Routing.View;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>
/// Tables in parts against one table: whatever is said, the buckets ask alike for origins, judge the same of every view, and their parts are the table.
/// </summary>
public sealed class BucketTablesTests
{
    const int Prefixes = 150;
    const int ViewCount = 4;

    static readonly DetectionOptions _options = new();

    [Fact]
    public void Buckets_judge_every_view_as_one_table_does() => Laws.Hold(300, 25, history =>
    {
        var buckets = 1 + (history.Length % 5);
        var whole = new WholeTable(_options);
        List<BucketTables> parts = [.. Enumerable.Range(0, buckets).Select(_ => new BucketTables(_options, buckets))];
        for (var bin = 0; bin < history.Length; bin++)
        {
            var events = Events(history[bin], bin);
            var step = new BinStep { Kind = BinStep.Types.Kind.Bin, Bin = bin, Until = bin + 1 };
            if (bin == 0)
            {
                foreach (var view in Enumerable.Range(0, ViewCount))
                {
                    var key = new ViewKey("rrc00", 1u + (uint)view, IPAddress.Loopback);
                    step.Views.Add(ViewCodec.Of(key));
                    whole.Add(key);
                }
            }

            step.Loads.AddRange(Loads(events));
            whole.Close(events);
            Close(parts, step, events);
            Equal(whole, parts);
        }
    });

    [Fact]
    public void What_is_counted_before_origins_are_asked_for_never_says_too_much() => Laws.Hold(300, 25, history =>
    {
        var buckets = 1 + (history.Length % 5);
        var whole = new RouteTable();
        List<RouteTable> parts = [.. Enumerable.Range(0, buckets).Select(_ => new RouteTable())];
        foreach (var table in parts.Append(whole))
        {
            for (var view = 0; view < ViewCount; view++)
            {
                table.AddView(new ViewKey("rrc00", 1u + (uint)view, IPAddress.Loopback));
            }
        }

        var all = new ViewMask();
        for (var view = 0; view < ViewCount; view++)
        {
            all.Set(view, true);
        }

        var changes = new TableChanges(whole);
        List<TableChanges> changesOfParts = [.. parts.Select(part => new TableChanges(part))];
        var summed = new SummedChanges();
        for (var bin = 0; bin < history.Length; bin++)
        {
            foreach (var e in Events(history[bin], bin).Where(e => e.Kind is RouteEventKind.Announcement or RouteEventKind.Withdrawal))
            {
                foreach (var table in new[] { whole, parts[BucketOf(e, buckets)] })
                {
                    if (e.Kind == RouteEventKind.Announcement)
                    {
                        table.Announce(e);
                    }
                    else
                    {
                        table.Withdraw(e);
                    }
                }
            }

            var dice = new Dice(history[bin]);
            changes.Collect(new ViewMask(), all);
            summed.Begin(ViewCount);
            summed.Add(ReportSum.Of(bin, changesOfParts.Select(part => Report(part, dice.Next(60), dice.Next(200)))));
            for (var view = 0; view < ViewCount; view++)
            {
                Assert.InRange(summed.SurelyCarried(view), 0, changes.Carried(view, int.MaxValue - 1));
                Assert.InRange(changes.Spoken(view), 0, summed.SpokenAtMost(view));
                Assert.Equal(changes.Lost(view), summed.Lost(view));
            }

            foreach (var table in parts.Append(whole))
            {
                table.ClearTouched(new ViewMask());
            }
        }
    });

    static TableReport Report(TableChanges changes, int enough, int looks)
    {
        changes.Collect(new ViewMask(), new ViewMask());
        var report = new TableReport { Lost = new OriginSets(), LostAlone = new OriginSets() };
        for (var view = 0; view < ViewCount; view++)
        {
            report.RetoldIpv4.Add(0);
            report.RetoldIpv6.Add(0);
            OriginSetsCodec.Add(report.Lost, (uint)view, changes.LostOrigins(view));
            report.CarriedOrigins.Add((uint)changes.CountCarried(view, enough, looks));
            report.SpokenAtMost.Add((uint)changes.SpokenAtMost(view));
        }

        return report;
    }

    static void Close(List<BucketTables> parts, BinStep step, List<RouteEvent> events)
    {
        var reports = new List<TableReport>();
        for (var bucket = 0; bucket < parts.Count; bucket++)
        {
            var plan = parts[bucket].Plan(step);
            var part = 0;
            parts[bucket].BeginPart(plan, part);
            foreach (var e in events.Where(e => e.Prefix == default || BucketOf(e, parts.Count) == bucket))
            {
                parts[bucket].Apply(e);
                if (e.Kind == RouteEventKind.RibEnd)
                {
                    parts[bucket].BeginPart(plan, ++part);
                }
            }

            reports.AddRange(ReportParts.Of(parts[bucket].Report(step.Bin), 9));
        }

        var sum = ReportSum.Of(step.Bin, reports);
        foreach (var part in parts)
        {
            part.BeginSum();
            foreach (var some in ReportParts.Of(sum, 9))
            {
                part.Add(some);
            }

            part.Sum();
        }

        Assert.Single(parts.Select(part => part.AsksForOrigins).Distinct());
        if (parts[0].AsksForOrigins)
        {
            var origins = ReportSum.Of(step.Bin, parts.SelectMany(part => ReportParts.Of(part.Origins(step.Bin), 9)));
            parts.ForEach(part => part.Add(origins));
        }

        foreach (var part in parts)
        {
            part.Judge(step.Bin);
            part.EndBin();
        }
    }

    static void Equal(WholeTable whole, List<BucketTables> parts)
    {
        foreach (var part in parts)
        {
            Assert.Equal(whole.IPv4.Mask.Words.TrimEnd(0UL).ToArray(), part.IPv4.Mask.Words.TrimEnd(0UL).ToArray());
            Assert.Equal((whole.IPv4.Basis, whole.IPv4.ViewsNeeded), (part.IPv4.Basis, part.IPv4.ViewsNeeded));
            Assert.Equal(whole.Table.Views.Select(Described), part.Views.Select(Described));
        }

        for (var view = 0; view < ViewCount; view++)
        {
            Assert.Equal(whole.Table.Views[view].CarriedPrefixes.Total, parts.Sum(part => part.Table.Views[view].CarriedPrefixes.Total));
            Assert.Equal(whole.Table.Views[view].KnownPrefixes.Total, parts.Sum(part => part.Table.Views[view].KnownPrefixes.Total));
        }
    }

    static string Described(View view) =>
        $"{view.CarriedPrefixes.Total} of {view.KnownPrefixes.Total}, down {view.Down}, refilling {view.Refilling}, {view.CarriedBeforeTransfer} before, quiet {view.QuietBins}, dump {view.FromRib}";

    static int BucketOf(in RouteEvent e, int buckets) => (int)((e.Prefix.High >> 40) * 7 % (ulong)buckets);

    static IEnumerable<RibLoad> Loads(List<RouteEvent> events)
    {
        var part = 0u;
        foreach (var e in events)
        {
            if (e.Kind == RouteEventKind.RibEntry)
            {
                yield return new RibLoad { Part = part, View = (uint)e.View, Families = 1 };
            }

            part += e.Kind == RouteEventKind.RibEnd ? 1u : 0;
        }
    }

    /// <summary>Everything begins with whole tables; then views say little, lose much, lose their sessions more than once, or are dumped.</summary>
    static List<RouteEvent> Events(int number, int bin)
    {
        var dice = new Dice(number);
        var events = new List<RouteEvent>();
        if (bin == 0)
        {
            for (var view = 0; view < ViewCount; view++)
            {
                Say(RouteEventKind.RibEntry, view, 0, Prefixes);
            }

            Mark(RouteEventKind.RibEnd, 0);
        }

        for (var left = dice.Next(6); left > 0; left--)
        {
            var (view, first) = (dice.Next(ViewCount), dice.Next(Prefixes));
            switch (dice.Next(9))
            {
                case 0:
                    Mark(RouteEventKind.SessionDown, view);
                    break;
                case 1:
                    Mark(RouteEventKind.SessionUp, view);
                    break;
                case 2:
                    Say(RouteEventKind.Announcement, view, 0, Prefixes);
                    Mark(RouteEventKind.EndOfRib, view);
                    break;
                case 3:
                    Say(RouteEventKind.RibEntry, view, first, dice.Next(Prefixes));
                    Mark(RouteEventKind.RibEnd, view);
                    break;
                case 4 or 5:
                    Say(RouteEventKind.Withdrawal, view, first, dice.Next(Prefixes));
                    break;
                case 6:
                    Say(RouteEventKind.Withdrawal, view, first, dice.Next(6));
                    break;
                default:
                    Say(RouteEventKind.Announcement, view, first, dice.Next(20));
                    break;
            }
        }

        return events;

        void Mark(RouteEventKind kind, int view) => events.Add(new RouteEvent { ReceivedAtMicros = bin, View = view, Kind = kind });

        void Say(RouteEventKind kind, int view, int first, int count)
        {
            for (var at = first; at < first + count; at++)
            {
                var prefix = at % Prefixes;
                events.Add(new RouteEvent
                {
                    ReceivedAtMicros = bin,
                    View = view,
                    Kind = kind,
                    Prefix = Prefix.IPv4((10u << 24) | ((uint)prefix << 8), 24),
                    // most origins have one prefix, some have several
                    Origin = kind == RouteEventKind.Withdrawal ? 0 : prefix % 5 == 0 ? 1u + ((uint)prefix / 30) : 100u + (uint)prefix,
                });
            }
        }
    }
}
