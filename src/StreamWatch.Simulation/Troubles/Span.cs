namespace StreamWatch.Simulation.Troubles;

/// <summary>A stretch of time, [From, To), UTC.</summary>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;

    public bool Holds(DateTimeOffset time) => time >= From && time < To;

    public static Span Of(DateTimeOffset from, TimeSpan length) => new(from, from + length);
}
