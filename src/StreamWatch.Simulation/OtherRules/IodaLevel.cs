namespace StreamWatch.Simulation.OtherRules;

/// <summary>What IODA says of a value of a series.</summary>
public enum IodaLevel
{
    /// <summary>No value, or too short a history.</summary>
    Unknown,

    Normal,

    Warning,

    Critical,
}
