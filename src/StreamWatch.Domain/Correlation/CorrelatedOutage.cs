using StreamWatch.Domain.Outages;

namespace StreamWatch.Domain.Correlation;

/// <summary>Units that fail together, while they do.</summary>
/// <param name="onsetBin">First bin in which the opening rule held.</param>
/// <param name="detectedBin">Bin whose close opened it.</param>
/// <param name="units">The units that were eligible when it opened; frozen.</param>
/// <param name="chance">Greatest tail probability of the opening bins.</param>
public sealed class CorrelatedOutage(long onsetBin, long detectedBin, IReadOnlyList<UnitTrack> units, double chance)
{
    public long OnsetBin { get; } = onsetBin;

    public long DetectedBin { get; } = detectedBin;

    public IReadOnlyList<UnitTrack> Units { get; private set; } = units;

    /// <summary>What an earlier process said of it last; null where it was opened by this one.</summary>
    public OutageRevision? Told { get; init; }

    /// <summary>The chance that so many fail together by themselves.</summary>
    public double Chance { get; } = chance;

    /// <summary>Least share of the known units that served, 0 to 1.</summary>
    public double MinServing { get; set; } = 1;

    /// <summary>Keys of the units that failed in it at any time.</summary>
    public SortedSet<string> Affected { get; } = new(StringComparer.Ordinal);

    /// <summary>First bin of the closing run; null while open.</summary>
    public long? RecoveredBin { get; set; }

    /// <summary>Adds units that were eligible when it opened, though that was not seen.</summary>
    public void TakeUp(IEnumerable<UnitTrack> units) => Units = [.. Units.Union(units)];
}
