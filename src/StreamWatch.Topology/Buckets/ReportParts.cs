using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>Cuts reports into parts that a broker takes.</summary>
internal static class ReportParts
{
    /// <summary>The report in parts, each with so many origins at most; the columns stand in the first, a few bytes for each view.</summary>
    public static IEnumerable<TableReport> Of(TableReport report, int origins)
    {
        var first = new TableReport(report) { Lost = null, LostAlone = null };
        first.NewOrigins.Clear();
        first.NewOrigins.AddRange(report.NewOrigins.Take(origins));
        List<TableReport> parts =
        [
            first,
            .. report.NewOrigins.Skip(origins).Chunk(origins).Select(some => new TableReport { Bin = report.Bin, NewOrigins = { some } }),
            .. Of(report.Lost, origins).Select(sets => new TableReport { Bin = report.Bin, Lost = sets }),
            .. Of(report.LostAlone, origins).Select(sets => new TableReport { Bin = report.Bin, LostAlone = sets }),
        ];
        foreach (var part in parts.SkipLast(1))
        {
            part.More = true;
        }

        return parts;
    }

    /// <inheritdoc cref="Of(TableReport, int)"/>
    public static IEnumerable<OriginReport> Of(OriginReport report, int origins)
    {
        List<OriginReport> parts =
        [
            .. Of(report.Spoken, origins).Select(sets => new OriginReport { Bin = report.Bin, Spoken = sets }),
            .. Of(report.Carried, origins).Select(sets => new OriginReport { Bin = report.Bin, Carried = sets }),
        ];
        if (parts.Count == 0)
        {
            parts.Add(new OriginReport { Bin = report.Bin });
        }

        foreach (var part in parts.SkipLast(1))
        {
            part.More = true;
        }

        return parts;
    }

    private static IEnumerable<OriginSets> Of(OriginSets sets, int origins)
    {
        foreach (var some in OriginSetsCodec.Read(sets).Chunk(origins))
        {
            var part = new OriginSets();
            foreach (var view in some.GroupBy(one => one.View, one => one.Origin))
            {
                OriginSetsCodec.Add(part, view.Key, [.. view]);
            }

            yield return part;
        }
    }
}
