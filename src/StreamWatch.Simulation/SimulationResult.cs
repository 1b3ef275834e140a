using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation;

/// <summary>A simulated data set that was written.</summary>
/// <param name="Truth">What <c>truth.json</c> says.</param>
/// <param name="TruthFile">The file <c>truth.json</c>.</param>
/// <param name="Files">Number of MRT files.</param>
/// <param name="Elems">Elems in them, and in files that are missing by intention.</param>
public sealed record SimulationResult(GroundTruth Truth, FileInfo TruthFile, int Files, long Elems)
{
    /// <summary>Lines of probe results and heartbeats.</summary>
    public long ProbeLines { get; init; }
}
