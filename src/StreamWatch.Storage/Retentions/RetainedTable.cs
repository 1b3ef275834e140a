namespace StreamWatch.Storage.Retentions;

/// <summary>
/// A table whose rows may be given an end. It is counted from the time in the row (event time) by whole days, so that all rows of a day go at the same moment and a
/// roll-up is never held against half of a day.
/// </summary>
public sealed class RetainedTable
{
    private const int RawDays = 90;
    private const int BinDays = 730;

    private RetainedTable(string name, string time, int? days)
    {
        Name = name;
        Time = time;
        Days = days;
    }

    /// <summary>Every table that may be given an end. Outages and what belongs to them, runs, sources with their marks, the ledger, notes and evaluations are kept for ever: they are small, and others hang on them.</summary>
    public static IReadOnlyList<RetainedTable> All { get; } =
    [
        new("bgp_elems", "received_at", RawDays),
        new("peer_states", "received_at", RawDays),
        new("rejected_records", "received_at", RawDays),
        new("probe_results", "started_at", RawDays),
        new("heartbeats", "heartbeat_at", RawDays),
        new("asn_bins", "bin_start", BinDays),
        new("target_bins", "bin_start", BinDays),
        new("target_rollup_hourly", "hour", null),
        new("target_rollup_daily", "day", null),
        new("verdict_rollup_hourly", "hour", null),
        new("verdict_rollup_daily", "day", null),
        new("asn_rollup_daily", "day", null),
    ];

    /// <summary>Name in the database.</summary>
    public string Name { get; }

    /// <summary>Column that the days are counted from.</summary>
    public string Time { get; }

    /// <summary>Days by default; null for ever.</summary>
    public int? Days { get; }

    /// <summary>The day of a row in SQL; null where the row tells no time.</summary>
    internal string Day => Time == "day" ? Time : $"toDate({Time}, 'UTC')";

    /// <summary>When a row ends, in SQL; {0} stands for the days. Rows that tell no time have none.</summary>
    internal string End => Name == "rejected_records" ? $"ifNull({Day}, toDate('1970-01-01')) + toIntervalDay({{0}}) DELETE WHERE isNotNull({Time})" : $"{Day} + toIntervalDay({{0}})";

    /// <summary>The table of this name; null where there is none.</summary>
    public static RetainedTable? Named(string name) => All.FirstOrDefault(table => table.Name == name);

    public override string ToString() => Name;
}
