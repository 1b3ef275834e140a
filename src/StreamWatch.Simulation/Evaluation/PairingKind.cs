namespace StreamWatch.Simulation.Evaluation;

/// <summary>What became of a true outage, or of one that was found.</summary>
public enum PairingKind
{
    /// <summary>A true outage and the one that was found of it.</summary>
    Matched,

    /// <summary>A true outage that was not found.</summary>
    Missed,

    /// <summary>Found, and none.</summary>
    False,

    /// <summary>Found, and a further piece of a true outage that another one is matched to. Counts as false.</summary>
    Fragment,

    /// <summary>Found in a brief failure, or of a true outage that was not asked for. Counts neither way.</summary>
    Excused,

    /// <summary>A true outage that was not asked for. Counts neither way.</summary>
    NotAskedFor,
}
