namespace StreamWatch.Domain.Targets;

/// <summary>What is believed of a target in a bin. The values are stored.</summary>
public enum Verdict : byte
{
    /// <summary>Nobody healthy looked: this is silence of our own, not absence.</summary>
    Unknown = 0,

    Up = 1,

    /// <summary>It serves, with loss or delay far above its own usual; also where the vantage points are divided.</summary>
    Degraded = 2,

    /// <summary>The host answers, the service does not.</summary>
    Failing = 3,

    /// <summary>Nothing of it answers.</summary>
    Down = 4,
}
