using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Buckets;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>Reports of some buckets on one bin, read off a history: all of the same views and of the same lost sessions, as buckets say them.</summary>
static class WrittenReports
{
    public const long Bin = 7;

    public static List<TableReport> Tables(int[] history)
    {
        var dice = new Dice(history.Length);
        var views = dice.Next(6);
        var sessions = views == 0 ? [] : Enumerable.Range(0, dice.Next(5)).Select(_ => (uint)dice.Next(views)).ToList();
        return [.. history.Select(number => Table(new Dice(number), views, sessions))];
    }

    public static List<OriginReport> Origins(int[] history) =>
        [.. history.Select(number => new Dice(number)).Select(dice => new OriginReport { Bin = Bin, Spoken = Sets(ref dice, 5), Carried = Sets(ref dice, 5) })];

    static TableReport Table(Dice dice, int views, List<uint> sessions)
    {
        var report = new TableReport { Bin = Bin, MetIpv4 = (uint)dice.Next(1000), MetIpv6 = (uint)dice.Next(1000), Lost = Sets(ref dice, views), LostAlone = Sets(ref dice, views) };
        foreach (var column in new[]
        {
            report.Touched, report.CarriedIpv4, report.CarriedIpv6, report.KnownIpv4, report.KnownIpv6, report.RetoldIpv4, report.RetoldIpv6, report.CarriedOrigins,
            report.SpokenAtMost,
        })
        {
            for (var view = 0; view < views; view++)
            {
                column.Add((uint)dice.Next(1000));
            }
        }

        foreach (var view in sessions)
        {
            report.LostSession.Add(view);
            report.LostSessionCarried.Add((uint)dice.Next(1000));
        }

        report.NewOrigins.AddRange(Some(ref dice));
        return report;
    }

    static OriginSets Sets(ref Dice dice, int views)
    {
        var sets = new OriginSets();
        for (var view = 0; view < views; view++)
        {
            OriginSetsCodec.Add(sets, (uint)view, Some(ref dice));
        }

        return sets;
    }

    static HashSet<uint> Some(ref Dice dice)
    {
        var some = new HashSet<uint>();
        for (var left = dice.Next(12); left > 0; left--)
        {
            some.Add(dice.Next(10) == 0 ? uint.MaxValue : (uint)dice.Next(40));
        }

        return some;
    }
}
