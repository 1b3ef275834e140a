namespace StreamWatch.Simulation.Happenings;

/// <summary>How a session reset shows in the files.</summary>
public enum ResetKind
{
    /// <summary>State messages down and up, then the table.</summary>
    WithStates,

    /// <summary>No state messages: everything is withdrawn within a minute, later announced again.</summary>
    MassWithdrawal,

    /// <summary>No state messages: silence, then the whole table again. What vanished meanwhile is never withdrawn.</summary>
    RetransferOnly,
}
