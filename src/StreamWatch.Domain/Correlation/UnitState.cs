namespace StreamWatch.Domain.Correlation;

/// <summary>How a unit stands in a bin.</summary>
public enum UnitState : byte
{
    /// <summary>Nothing is known of it.</summary>
    Unknown = 0,

    Serving = 1,

    /// <summary>It does not serve.</summary>
    Failing = 2,

    /// <summary>Planned work: it counts neither as well nor as failing.</summary>
    Maintenance = 3,
}
