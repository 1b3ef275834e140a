using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Troubles;

namespace StreamWatch.Simulation.Truth;

/// <summary>Why something happens to networks in a stretch of time. Whether an outage comes of it the model decides.</summary>
/// <param name="Cause">One of <see cref="Causes"/>.</param>
/// <param name="When">From the first force to the last.</param>
/// <param name="Sites">The networks.</param>
internal sealed record Story(string Cause, Span When, IReadOnlyList<Site> Sites);
