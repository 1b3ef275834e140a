using System.Net;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Domain.Targets;

/// <summary>What the detection takes of a probe's result.</summary>
/// <param name="Target">Number of the target.</param>
/// <param name="Vantage">Number of the vantage point.</param>
/// <param name="AtNanos">When the attempt began, nanoseconds since the epoch.</param>
/// <param name="Class">What the outcome says of the target.</param>
/// <param name="RttMilliseconds">Time to the answer; NaN where nothing came back.</param>
/// <param name="Address">The address that was probed; null where there was none.</param>
public readonly record struct ProbeObservation(int Target, int Vantage, long AtNanos, OutcomeClass Class, double RttMilliseconds, IPAddress? Address);
