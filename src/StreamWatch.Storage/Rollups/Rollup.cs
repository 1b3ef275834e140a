using StreamWatch.Storage.Writing;

namespace StreamWatch.Storage.Rollups;

/// <summary>A table that sums up another one by hour or day. A materialized view of the same name with <c>_feed</c> behind it feeds it and says how.</summary>
public sealed class Rollup
{
    private Rollup(string name, string bucket, StoredTable source, string time, string count, string counter, string key)
    {
        Name = name;
        Bucket = bucket;
        Source = source;
        Time = time;
        Count = count;
        Counter = counter;
        Key = key;
    }

    /// <summary>Every roll-up of the schema.</summary>
    public static IReadOnlyList<Rollup> All { get; } =
    [
        new("target_rollup_hourly", "hour", StoredTable.ProbeResults, "started_at", "count()", "probes", "target, hour, vantage, kind"),
        new("target_rollup_daily", "day", StoredTable.ProbeResults, "started_at", "count()", "probes", "target, day, vantage, kind"),
        new("verdict_rollup_hourly", "hour", StoredTable.TargetBins, "bin_start", "count()", "bins", "target, hour, run_id"),
        new("verdict_rollup_daily", "day", StoredTable.TargetBins, "bin_start", "count()", "bins", "target, day, run_id"),
        new("asn_rollup_daily", "day", StoredTable.AsnBins, "bin_start", "sum(toUInt64(bins))", "bins", "asn, family, day, basis, run_id"),
    ];

    /// <summary>Name of the table in database <c>streamwatch</c>.</summary>
    public string Name { get; }

    /// <summary>What it is made from.</summary>
    public StoredTable Source { get; }

    /// <summary>Column of its time; its partitions are the months of that.</summary>
    internal string Bucket { get; }

    /// <summary>Column of the source that decides on the bucket.</summary>
    internal string Time { get; }

    /// <summary>Counts in the source what <see cref="Counter"/> sums up.</summary>
    internal string Count { get; }

    /// <summary>Column that tells how much of the source is in.</summary>
    internal string Counter { get; }

    /// <summary>Its sorting key.</summary>
    internal string Key { get; }

    /// <summary>The materialized view that feeds it.</summary>
    internal string Feed => Name + "_feed";

    public override string ToString() => Name;
}
