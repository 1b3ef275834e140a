using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>Cuts reports into parts that a broker takes.</summary>
internal static class ReportParts
{
    /// <summary>The report in parts, each with about so many origins at most; the columns stand in the first.</summary>
    public static IEnumerable<TableReport> Of(TableReport report, int origins)
    {
        var first = new TableReport(report) { Lost = null, LostAlone = null };
        List<TableReport> parts = [first];
        parts.AddRange(Of(report.Lost, origins).Select(sets => new TableReport { Bin = report.Bin, Lost = sets }));
        parts.AddRange(Of(report.LostAlone, origins).Select(sets => new TableReport { Bin = report.Bin, LostAlone = sets }));
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
        var (at, view) = (0, 0);
        while (view < sets.View.Count)
        {
            var part = new OriginSets();
            while (view < sets.View.Count && (part.View.Count == 0 || part.Origin.Count + sets.Count[view] <= origins))
            {
                part.View.Add(sets.View[view]);
                part.Count.Add(sets.Count[view]);
                for (var left = sets.Count[view]; left > 0; left--)
                {
                    part.Origin.Add(sets.Origin[at++]);
                }

                view++;
            }

            yield return part;
        }
    }
}
