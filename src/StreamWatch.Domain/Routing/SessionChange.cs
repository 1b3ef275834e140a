namespace StreamWatch.Domain.Routing;

/// <summary>What a change of a session's state does to the view behind it.</summary>
public static class SessionChange
{
    /// <summary>The event of a change; null where it neither left nor reached Established.</summary>
    public static RouteEventKind? Kind(PeerState from, PeerState to)
    {
        if (from == to || (from != PeerState.Established && to != PeerState.Established))
        {
            return null;
        }

        return to == PeerState.Established ? RouteEventKind.SessionUp : RouteEventKind.SessionDown;
    }
}
