using StreamWatch.Domain.Targets;

namespace StreamWatch.Storage.Writing;

/// <summary>A target in one bin, on its way into <c>target_bins</c>.</summary>
public readonly record struct TargetBinRow
{
    /// <summary>Start of the bin, seconds since 1970 UTC.</summary>
    public required uint BinStart { get; init; }

    /// <summary>Length of the bin, seconds: 1 to 3600.</summary>
    public required uint BinSeconds { get; init; }

    /// <summary>Name of the target.</summary>
    public required string Target { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Whether planned work went on.</summary>
    public bool InMaintenance { get; init; }

    /// <summary>What was counted. What is to be expected of the target (<see cref="TargetTally.ExpectedBad"/>) is not stored.</summary>
    public required TargetTally Tally { get; init; }

    /// <summary>The row of a bin.</summary>
    /// <param name="record">What the detection gave.</param>
    /// <param name="binWidth">Width of the bins; whole seconds.</param>
    public static TargetBinRow Of(in TargetBinRecord record, TimeSpan binWidth)
    {
        var seconds = (uint)(binWidth.Ticks / TimeSpan.TicksPerSecond);
        return new TargetBinRow
        {
            BinStart = checked((uint)(record.Bin * seconds)),
            BinSeconds = seconds,
            Target = record.Target,
            Verdict = record.Verdict,
            InMaintenance = record.IsInMaintenance,
            Tally = record.Tally,
        };
    }
}
