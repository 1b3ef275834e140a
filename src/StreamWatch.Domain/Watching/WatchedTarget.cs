using StreamWatch.Domain.Probing;

namespace StreamWatch.Domain.Watching;

/// <summary>A host or service that is watched.</summary>
public sealed record WatchedTarget
{
    public required string Name { get; init; }

    public required TargetKind Kind { get; init; }

    /// <summary>Its name for people; null where there is none.</summary>
    public string? Title { get; init; }

    /// <summary>Who runs it; null where it is not told.</summary>
    public string? Operator { get; init; }

    /// <summary>Name of the group that it belongs to; null where there is none.</summary>
    public string? Group { get; init; }

    /// <summary>Its ASN; null where it is not told.</summary>
    public uint? Asn { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code; null where only its group may tell.</summary>
    public string? Country { get; init; }

    /// <summary>Key of hosts that share fate; null for its address.</summary>
    public string? Shares { get; init; }

    /// <summary>How it is probed; null where results only come in from elsewhere.</summary>
    public ProbeSetting? Probe { get; init; }
}
