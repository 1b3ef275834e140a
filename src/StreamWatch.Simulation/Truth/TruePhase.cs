namespace StreamWatch.Simulation.Truth;

/// <summary>A phase that an incident reached.</summary>
/// <param name="Phase">
/// <c>degrading</c>: the links of the network lost 5 % of the packets or delayed them by 50 ms from here to the failing.
/// <c>failing</c>: half of the units, and three at least, did not serve. <c>isolated</c>: every network concerned without routes, or
/// with nothing that answers, its router included. <c>recovering</c>: half of the first kind of service back for good. <c>recovered</c>: the end.
/// </param>
/// <param name="At">When it began, UTC.</param>
public sealed record TruePhase(string Phase, DateTimeOffset At);
