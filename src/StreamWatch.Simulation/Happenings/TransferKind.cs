namespace StreamWatch.Simulation.Happenings;

/// <summary>What a long table transfer consists of.</summary>
public enum TransferKind
{
    /// <summary>A session that begins: everything is new.</summary>
    NewSession,

    /// <summary>Everything is announced again.</summary>
    Announcements,

    /// <summary>Part after part is withdrawn and some minutes later announced over another path.</summary>
    WithdrawalsAndAnnouncements,
}
