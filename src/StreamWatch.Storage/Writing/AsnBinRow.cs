using StreamWatch.Domain.Routing;

namespace StreamWatch.Storage.Writing;

/// <summary>Visibility of one ASN over <see cref="Bins"/> consecutive bins with the same values, on its way into <c>asn_bins</c>.</summary>
public readonly record struct AsnBinRow
{
    /// <summary>Start of the first bin, seconds since 1970 UTC. The row must not cross a UTC hour unless one bin is longer than that.</summary>
    public required uint BinStart { get; init; }

    /// <summary>Length of one bin, seconds: 1 to 3600.</summary>
    public required uint BinSeconds { get; init; }

    /// <summary>How many bins the row stands for: at least 1.</summary>
    public required ushort Bins { get; init; }

    public required uint Asn { get; init; }

    public required AddressFamily Family { get; init; }

    public required StoredBasis Basis { get; init; }

    public required StoredBinState State { get; init; }

    /// <summary>Share of the baseline space that is seen, 0 to 1.</summary>
    public required float Visibility { get; init; }

    /// <summary>What visibility is measured against, 0 to 1; null while there is none.</summary>
    public float? Baseline { get; init; }

    /// <summary>Size of the ASN's space, in /24s (IPv4) or /48s (IPv6).</summary>
    public uint SpaceBlocks { get; init; }

    /// <summary>Blocks seen by at least 25 % of the usable views.</summary>
    public uint Seen25 { get; init; }

    public uint Seen50 { get; init; }

    public uint Seen75 { get; init; }

    public uint Seen100 { get; init; }

    /// <summary>Share of the space carried under another origin, 0 to 1.</summary>
    public float OriginChanged { get; init; }

    public ushort ViewsUsable { get; init; }

    public ushort ViewsKnown { get; init; }
}
