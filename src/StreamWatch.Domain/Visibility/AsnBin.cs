using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Visibility;

/// <summary>Visibility of an ASN in one or several bins in a row that are alike.</summary>
public readonly record struct AsnBin
{
    /// <summary>Number of the first bin: its start divided by the width of a bin.</summary>
    public required long Bin { get; init; }

    /// <summary>How many bins in a row, at least 1.</summary>
    public required int Bins { get; init; }

    public required uint Asn { get; init; }

    public required AddressFamily Family { get; init; }

    public required Basis Basis { get; init; }

    public required BinState State { get; init; }

    /// <summary>The baseline, 0 to 1; null before the first known bin.</summary>
    public required double? Baseline { get; init; }

    public required VisibilitySample Sample { get; init; }

    /// <summary>Whether another bin says the same and follows at once.</summary>
    public bool Continues(in AsnBin earlier) =>
        earlier.Bin + earlier.Bins == Bin && this with { Bin = earlier.Bin, Bins = earlier.Bins } == earlier;
}
