namespace StreamWatch.Domain.Routing;

/// <summary>What one elem says. The values are stored; they never change their meaning.</summary>
public enum ElemType : byte
{
    /// <summary>An entry of a table dump: the view carried the prefix when the table was written.</summary>
    RibEntry = 1,

    /// <summary>The view announced the prefix; an earlier route of the same view to it is replaced.</summary>
    Announcement = 2,

    /// <summary>The view withdrew the prefix.</summary>
    Withdrawal = 3,

    /// <summary>The session between the view and the route collector changed state.</summary>
    PeerState = 4,
}
