namespace StreamWatch.Domain.Routing;

/// <summary>What happened to a view's table.</summary>
public enum RouteEventKind : byte
{
    /// <summary>An entry of a table dump.</summary>
    RibEntry = 1,

    /// <summary>The view announced the prefix.</summary>
    Announcement = 2,

    /// <summary>The view withdrew the prefix.</summary>
    Withdrawal = 3,

    /// <summary>The view's session left Established.</summary>
    SessionDown = 4,

    /// <summary>The view's session reached Established; its whole table follows.</summary>
    SessionUp = 5,

    /// <summary>The view said that its table is complete (End-of-RIB, RFC 4724 section 2).</summary>
    EndOfRib = 6,

    /// <summary>The table dump of this view's route collector is complete.</summary>
    RibEnd = 7,
}
