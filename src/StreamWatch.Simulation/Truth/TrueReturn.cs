namespace StreamWatch.Simulation.Truth;

/// <summary>A kind of service came back.</summary>
/// <param name="Kind"><c>web</c>, <c>mail</c>, <c>dns</c> or <c>host</c>.</param>
/// <param name="At">From when on half of its units served again for good, UTC.</param>
public sealed record TrueReturn(string Kind, DateTimeOffset At);
