using Google.Protobuf.Collections;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>Makes one report of those of all buckets: numbers are added, sets united.</summary>
internal static class ReportSum
{
    /// <summary>The sum of the reports of a bin, given in parts.</summary>
    /// <exception cref="ContractException">They do not speak of the same views.</exception>
    public static TableReport Of(long bin, IEnumerable<TableReport> parts)
    {
        var sum = new TableReport { Bin = bin, Lost = new OriginSets(), LostAlone = new OriginSets() };
        var (lost, lostAlone) = (new OriginSetsSum(), new OriginSetsSum());
        var origins = new HashSet<uint>();
        var lostSessions = new OrderedDictionary<(uint View, int Turn), uint>();
        foreach (var part in parts)
        {
            Add(sum.Touched, part.Touched);
            Add(sum.CarriedIpv4, part.CarriedIpv4);
            Add(sum.CarriedIpv6, part.CarriedIpv6);
            Add(sum.KnownIpv4, part.KnownIpv4);
            Add(sum.KnownIpv6, part.KnownIpv6);
            Add(sum.RetoldIpv4, part.RetoldIpv4);
            Add(sum.RetoldIpv6, part.RetoldIpv6);
            Add(sum.CarriedOrigins, part.CarriedOrigins, Math.Max);
            Add(sum.SpokenAtMost, part.SpokenAtMost);
            sum.MetIpv4 += part.MetIpv4;
            sum.MetIpv6 += part.MetIpv6;
            AddSessions(lostSessions, part);
            origins.UnionWith(part.NewOrigins);
            lost.Add(part.Lost);
            lostAlone.Add(part.LostAlone);
        }

        sum.LostSession.AddRange(lostSessions.Keys.Select(key => key.View));
        sum.LostSessionCarried.AddRange(lostSessions.Values);
        sum.NewOrigins.AddRange(origins.Order());
        lost.WriteTo(sum.Lost);
        lostAlone.WriteTo(sum.LostAlone);
        return sum;
    }

    /// <inheritdoc cref="Of(long, IEnumerable{TableReport})"/>
    public static OriginReport Of(long bin, IEnumerable<OriginReport> parts)
    {
        var sum = new OriginReport { Bin = bin, Spoken = new OriginSets(), Carried = new OriginSets() };
        var (spoken, carried) = (new OriginSetsSum(), new OriginSetsSum());
        foreach (var part in parts)
        {
            spoken.Add(part.Spoken);
            carried.Add(part.Carried);
        }

        spoken.WriteTo(sum.Spoken);
        carried.WriteTo(sum.Carried);
        return sum;
    }

    private static void Add(RepeatedField<uint> sum, RepeatedField<uint> part) => Add(sum, part, (one, other) => one + other);

    private static void Add(RepeatedField<uint> sum, RepeatedField<uint> part, Func<uint, uint, uint> both)
    {
        Contract.Require(part.Count == 0 || sum.Count == 0 || part.Count == sum.Count, "all buckets report of the same views");
        for (var view = 0; view < part.Count; view++)
        {
            if (view < sum.Count)
            {
                sum[view] = both(sum[view], part[view]);
            }
            else
            {
                sum.Add(part[view]);
            }
        }
    }

    /// <summary>A view's sessions that were lost in the bin are the same in every bucket, by their turn.</summary>
    private static void AddSessions(OrderedDictionary<(uint View, int Turn), uint> sum, TableReport part)
    {
        Contract.Require(part.LostSession.Count == part.LostSessionCarried.Count, "each session that was lost has what it carried");
        var turns = new Dictionary<uint, int>();
        for (var i = 0; i < part.LostSession.Count; i++)
        {
            var view = part.LostSession[i];
            var turn = turns.GetValueOrDefault(view);
            turns[view] = turn + 1;
            sum[(view, turn)] = sum.GetValueOrDefault((view, turn)) + part.LostSessionCarried[i];
        }
    }
}
