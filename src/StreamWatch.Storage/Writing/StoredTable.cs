namespace StreamWatch.Storage.Writing;

/// <summary>A table that is fed exactly once, through the ledger.</summary>
public sealed class StoredTable
{
    private StoredTable(string name, bool replaces)
    {
        Name = name;
        Replaces = replaces;
    }

    /// <summary>A row for every elem: RIB entries, announcements, withdrawals.</summary>
    public static StoredTable Elems { get; } = new("bgp_elems", replaces: false);

    /// <summary>State changes of sessions between peers and route collectors.</summary>
    public static StoredTable PeerStates { get; } = new("peer_states", replaces: false);

    /// <summary>Where tables and sources end.</summary>
    public static StoredTable SourceMarks { get; } = new("source_marks", replaces: false);

    /// <summary>Visibility of ASNs by bin, run-length coded.</summary>
    public static StoredTable AsnBins { get; } = new("asn_bins", replaces: false);

    /// <summary>Every probe and how it ended.</summary>
    public static StoredTable ProbeResults { get; } = new("probe_results", replaces: false);

    /// <summary>When vantage points said that they were alive.</summary>
    public static StoredTable Heartbeats { get; } = new("heartbeats", replaces: false);

    /// <summary>Targets by bin.</summary>
    public static StoredTable TargetBins { get; } = new("target_bins", replaces: false);

    /// <summary>Outages, a row for every revision; the last one counts.</summary>
    public static StoredTable Outages { get; } = new("outages", replaces: true);

    /// <summary>Phases of outages; of each outage those of the last revision count.</summary>
    public static StoredTable OutagePhases { get; } = new("outage_phases", replaces: true);

    /// <summary>What outages are consistent with; of each outage what the last revision says counts.</summary>
    public static StoredTable OutageCauses { get; } = new("outage_causes", replaces: true);

    /// <summary>Targets that failed in outages; of each outage those of the last revision count.</summary>
    public static StoredTable OutageTargets { get; } = new("outage_targets", replaces: true);

    /// <summary>Records that could not be read.</summary>
    public static StoredTable RejectedRecords { get; } = new("rejected_records", replaces: false);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StoredTable> All { get; } =
    [
        Elems, PeerStates, SourceMarks, AsnBins, ProbeResults, Heartbeats, TargetBins, Outages, OutagePhases, OutageCauses, OutageTargets, RejectedRecords,
    ];

    /// <summary>Name in database <c>streamwatch</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the table keeps one row a key (ReplacingMergeTree): counting its rows says nothing about a block, and storing a block again is harmless.
    /// </summary>
    public bool Replaces { get; }

    /// <summary>The table of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static StoredTable Named(string name) =>
        All.FirstOrDefault(t => t.Name == name)
        ?? throw new ArgumentException($"no stored table is named {name}; there are {string.Join(", ", All)}", nameof(name));

    public override string ToString() => Name;
}
