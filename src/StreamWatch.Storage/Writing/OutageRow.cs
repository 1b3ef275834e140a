namespace StreamWatch.Storage.Writing;

/// <summary>One revision of one outage, on its way into <c>outages</c>. Times are milliseconds since 1970 UTC.</summary>
public sealed record OutageRow
{
    /// <summary>Stable: entity and the bin in which it first opened.</summary>
    public required string Id { get; init; }

    /// <summary>Grows with every change; the highest counts.</summary>
    public required uint Revision { get; init; }

    /// <summary>What opened at the same time in one network is one incident.</summary>
    public required string IncidentId { get; init; }

    /// <summary>Id of the outage this one is part of; null for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>1 target, 2 asn, 3 group, 4 country.</summary>
    public required byte EntityType { get; init; }

    /// <summary>Name of the entity, for an ASN its number.</summary>
    public required string Entity { get; init; }

    public required StoredBasis Basis { get; init; }

    /// <summary>4 IPv4, 6 IPv6, 0 where the outage is not of one family.</summary>
    public byte Family { get; init; }

    /// <summary>1 partial, 2 critical.</summary>
    public required byte Severity { get; init; }

    /// <summary>1 open, 2 recovered, 3 rebaselined, 4 superseded.</summary>
    public required byte State { get; init; }

    /// <summary>Start of the first bin in which the opening rule held.</summary>
    public required long OnsetAtMilliseconds { get; init; }

    /// <summary>Watermark when it opened.</summary>
    public required long DetectedAtMilliseconds { get; init; }

    /// <summary>Start of the first bin of the closing run; null while open.</summary>
    public long? RecoveredAtMilliseconds { get; init; }

    /// <summary>Least visibility within the outage, 0 to 1.</summary>
    public required float MinVisibility { get; init; }

    /// <summary>Frozen baseline, 0 to 1.</summary>
    public required float Baseline { get; init; }

    /// <summary>Size of the entity's space in /24s or /48s; 0 where it was not seen in routes.</summary>
    public uint SpaceBlocks { get; init; }

    /// <summary>Usable views when it opened; 0 where it was not seen in routes.</summary>
    public ushort ViewsUsable { get; init; }

    /// <summary>Units that were eligible when it opened; 0 where it was not seen by probes.</summary>
    public uint Units { get; init; }

    /// <summary>Chance that as many units fail together by themselves; null where it was not judged.</summary>
    public double? Chance { get; init; }

    /// <summary>Kinds of targets in the order in which they came back.</summary>
    public IReadOnlyCollection<string> RecoveryOrder { get; init; } = [];

    /// <summary>Earlier outages that unfolded alike, best first, with their likeness from 0 to 1.</summary>
    public IReadOnlyCollection<(string Id, float Score)> SimilarTo { get; init; } = [];

    /// <summary>Length of a bin, seconds.</summary>
    public required uint BinSeconds { get; init; }

    /// <summary>Start of the evidence: elems from here on tell the outage.</summary>
    public long EvidenceStartMilliseconds { get; init; }

    /// <summary>End of the evidence, exclusive.</summary>
    public long EvidenceEndMilliseconds { get; init; }

    /// <summary>Prefixes that most views had lost, as text; the way back to the elems.</summary>
    public IReadOnlyCollection<string> LostPrefixes { get; init; } = [];

    /// <summary>Number of the rules that decided.</summary>
    public required uint Ruleset { get; init; }

    /// <summary>The run that decided.</summary>
    public required string RunId { get; init; }
}
