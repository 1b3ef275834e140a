namespace StreamWatch.Domain.Incidents;

/// <summary>What became of the routes in an outage.</summary>
public enum RouteFate
{
    /// <summary>They stayed.</summary>
    Kept,

    /// <summary>They went with the hosts, or before them.</summary>
    LostTogether,

    /// <summary>They went after the hosts by about the hold time of a session.</summary>
    LostByHoldTime,

    /// <summary>They went long after the hosts.</summary>
    LostLater,

    /// <summary>A part of the space was gone everywhere, the rest stayed.</summary>
    PartLost,

    /// <summary>Some views carried them and others did not.</summary>
    Split,
}
