namespace StreamWatch.Simulation.Truth;

/// <summary>Something that looks like an outage, or disturbs the measurement, and is none. Times are UTC.</summary>
/// <param name="Label">What it is, for example <c>session_reset_with_states</c>; the labels stand in <see cref="Labels"/>.</param>
/// <param name="Start">When its first effect shows.</param>
/// <param name="End">When its last effect shows.</param>
/// <param name="Collectors">Route collectors concerned.</param>
/// <param name="Peers">Views concerned, as <c>collector/ASn/address</c>; empty where all peers of the collectors are.</param>
/// <param name="Asns">ASNs whose prefixes are concerned, where it is about some and not about all.</param>
/// <param name="Prefixes">Prefixes concerned, where it is about some and not about all.</param>
/// <param name="Description">In a sentence, for people.</param>
public sealed record LabelledEvent(
    string Label,
    DateTimeOffset Start,
    DateTimeOffset End,
    IReadOnlyList<string> Collectors,
    IReadOnlyList<string> Peers,
    IReadOnlyList<uint> Asns,
    IReadOnlyList<string> Prefixes,
    string Description)
{
    /// <summary>Targets concerned.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Vantage points concerned.</summary>
    public IReadOnlyList<string> Vantages { get; init; } = [];
}
