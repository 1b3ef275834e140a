namespace StreamWatch.Simulation.Truth;

/// <summary>A stretch of time covered by files: [Start, End), UTC.</summary>
/// <param name="Start">Start of the first file.</param>
/// <param name="End">End of the last file.</param>
/// <param name="WithTable">Whether every collector has a table at the start.</param>
/// <param name="FileMinutes">How long an update file is, minutes.</param>
public sealed record TrueWindow(DateTimeOffset Start, DateTimeOffset End, bool WithTable, int FileMinutes);
