namespace StreamWatch.Domain.Incidents;

/// <summary>What rose before half of what is probed failed.</summary>
public enum RampKind
{
    /// <summary>Nothing: it stopped at once, or one host after the other stopped for good.</summary>
    None,

    /// <summary>Loss that came and went.</summary>
    Loss,

    /// <summary>Delay of the answers, with or without loss.</summary>
    Delay,
}
