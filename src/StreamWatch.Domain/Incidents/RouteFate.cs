namespace StreamWatch.Domain.Incidents;

/// <summary>What became of the routes in an outage.</summary>
public enum RouteFate
{
    /// <summary>They stayed.</summary>
    Kept,

    /// <summary>They went with the hosts, or before them.</summary>
    LostTogether,

    /// <summary>They went after the hosts, by more than the hold time of a session.</summary>
    LostLater,

    /// <summary>Some views carried them all the time.</summary>
    PartlyLost,
}
