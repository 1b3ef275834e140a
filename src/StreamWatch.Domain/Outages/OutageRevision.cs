using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Outages;

/// <summary>What is known of an outage at some time; the revision with the greatest number is the last word. All times are UTC event time.</summary>
public sealed record OutageRevision
{
    /// <summary>Entity and the bin in which it first opened, for example <c>asn-131279-ipv4-20220114T230000Z</c>; never changes.</summary>
    public required string Id { get; init; }

    /// <summary>What opened together is one incident: the id of its first outage.</summary>
    public required string IncidentId { get; init; }

    /// <summary>The outage that this one is part of; null where it stands on its own.</summary>
    public string? ParentId { get; init; }

    public required EntityType EntityType { get; init; }

    /// <summary>The entity's name: <c>AS131279</c> for an ASN.</summary>
    public required string Entity { get; init; }

    /// <summary>The ASN; null where the entity is none.</summary>
    public uint? Asn { get; init; }

    /// <summary>The address family that was lost; null where the outage is not of one family.</summary>
    public AddressFamily? Family { get; init; }

    public required Basis Basis { get; init; }

    public required OutageSeverity Severity { get; init; }

    public required OutageState State { get; init; }

    /// <summary>Start of the first bin in which the opening rule held.</summary>
    public required DateTime OnsetAt { get; init; }

    /// <summary>The watermark when it opened: end of the opening run's last bin, and the grace.</summary>
    public required DateTime DetectedAt { get; init; }

    /// <summary>Start of the first bin of the closing run; null while open and when rebaselined.</summary>
    public DateTime? RecoveredAt { get; init; }

    /// <summary>1 and up.</summary>
    public required uint Revision { get; init; }

    /// <summary>Width of the bins that it was seen in.</summary>
    public required TimeSpan BinWidth { get; init; }

    /// <summary>Least visibility of the space while open, or least share of the units that served, 0 to 1.</summary>
    public required double MinVisibility { get; init; }

    /// <summary>The baseline that it was compared with, frozen at onset, 0 to 1.</summary>
    public required double Baseline { get; init; }

    /// <summary>Blocks (/24s or /48s) in the baseline address space; 0 where it was not seen in routes.</summary>
    public long SpaceBlocks { get; init; }

    /// <summary>Usable views when it opened; 0 where it was not seen in routes.</summary>
    public int ViewsUsable { get; init; }

    /// <summary>Units (distinct addresses, or hosts that share fate) that were eligible when it opened; 0 where it was not seen by probes.</summary>
    public int Units { get; init; }

    /// <summary>Chance that as many units fail together by themselves; null where it was not judged.</summary>
    public double? Chance { get; init; }

    /// <summary>Prefixes of the space that most views had lost when this revision was made; the way back to the elems.</summary>
    public IReadOnlyList<Prefix> LostPrefixes { get; init; } = [];

    /// <summary>How it unfolded and what that looks like.</summary>
    public IncidentAnalysis Analysis { get; init; } = IncidentAnalysis.None;

    /// <summary>Number of the rule set that decided.</summary>
    public required uint Ruleset { get; init; }
}
