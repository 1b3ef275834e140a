using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Outages;

/// <summary>An outage while it goes on.</summary>
/// <param name="onsetBin">First bin in which the opening rule held.</param>
/// <param name="detectedBin">Bin whose close opened it.</param>
/// <param name="baseline">The baseline, frozen, 0 to 1.</param>
public sealed class OpenOutage(long onsetBin, long detectedBin, double baseline)
{
    public long OnsetBin { get; } = onsetBin;

    public long DetectedBin { get; } = detectedBin;

    public double Baseline { get; } = baseline;

    public OutageSeverity Severity { get; set; }

    /// <summary>Least visibility so far, 0 to 1.</summary>
    public double MinVisibility { get; set; }

    /// <summary>Blocks in the space when it opened.</summary>
    public long SpaceBlocks { get; init; }

    /// <summary>Usable views when it opened.</summary>
    public int ViewsUsable { get; init; }

    /// <summary>First bin of the closing run; null while open.</summary>
    public long? RecoveredBin { get; set; }

    /// <summary>What the knowledge rested on when it opened.</summary>
    public Basis Basis { get; set; }

    /// <summary>The incident that it belongs to.</summary>
    public string IncidentId { get; set; } = "";

    /// <summary>Number of the last revision that was given out.</summary>
    public uint Revision { get; set; }
}
