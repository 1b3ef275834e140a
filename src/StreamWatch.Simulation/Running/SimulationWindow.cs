namespace StreamWatch.Simulation.Running;

/// <summary>A stretch of event time for which files are written: [Start, End), both on a multiple of the files' length, UTC.</summary>
/// <param name="Start">Start of the first update file.</param>
/// <param name="End">End of the last update file.</param>
/// <param name="WithTable">Whether every collector also writes its table (RIB) at the start.</param>
public sealed record SimulationWindow(DateTimeOffset Start, DateTimeOffset End, bool WithTable)
{
    /// <summary>How long an update file is; a whole number of them makes the window. Default 15 min, as at RouteViews.</summary>
    public TimeSpan FileLength { get; init; } = TimeSpan.FromMinutes(15);
}
