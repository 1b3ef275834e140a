using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing;

/// <summary>One attempt, with how long each of its steps took.</summary>
/// <param name="Result">What is stored and judged.</param>
/// <param name="Timings">For people who ask where the time went.</param>
public readonly record struct ProbeReport(ProbeResult Result, ProbeTimings Timings);
