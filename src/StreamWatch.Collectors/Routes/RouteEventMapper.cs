using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Collectors.Routes;

/// <summary>
/// Turns decoded messages into the events of the detection and numbers the views. Multicast routes (SAFI 2) and what
/// the route collector itself sent are no view of the unicast Internet: they give no event and are counted.
/// Not thread-safe.
/// </summary>
/// <param name="addView">Gives a number to a view that is met for the first time.</param>
public sealed class RouteEventMapper(Func<ViewKey, int> addView)
{
    private readonly ViewNumbers<WireAddress> _views = new(addView, address => address.IsPresent ? address.ToIPAddress() : System.Net.IPAddress.None);

    /// <summary>Elems that say nothing about a unicast view.</summary>
    public long NotUnicast { get; private set; }

    /// <summary>The view of the message's peer.</summary>
    public int ViewOf(string collector, MrtMessage message) => _views.Of(collector, message.PeerAsn, message.PeerAddress);

    /// <summary>An announcement or a table entry; false where it gives no event.</summary>
    public bool TryMap(string collector, MrtMessage message, PathAttributes attributes, in WirePrefix prefix, RouteEventKind kind, out RouteEvent e)
    {
        if (!IsUnicast(message))
        {
            e = default;
            return false;
        }

        var origins = attributes.Path.OriginAsns;
        e = new RouteEvent
        {
            ReceivedAtMicros = message.TimeMicros,
            View = ViewOf(collector, message),
            Kind = kind,
            Prefix = prefix.Prefix,
            PathId = prefix.PathId,
            // A route without a path is the peer's own.
            Origin = origins.IsEmpty ? message.PeerAsn : origins[0],
            OriginSet = origins.Length > 1 ? origins.ToArray() : null,
        };
        return true;
    }

    /// <summary>A withdrawal; false where it gives no event.</summary>
    public bool TryMap(string collector, MrtMessage message, in WirePrefix prefix, out RouteEvent e)
    {
        if (!IsUnicast(message))
        {
            e = default;
            return false;
        }

        e = new RouteEvent
        {
            ReceivedAtMicros = message.TimeMicros,
            View = ViewOf(collector, message),
            Kind = RouteEventKind.Withdrawal,
            Prefix = prefix.Prefix,
            PathId = prefix.PathId,
        };
        return true;
    }

    /// <summary>A change of the session's state; false where it neither left nor reached Established.</summary>
    public bool TryMap(string collector, MrtMessage message, PeerState from, PeerState to, out RouteEvent e)
    {
        var kind = SessionChange.Kind(from, to);
        e = new RouteEvent { ReceivedAtMicros = message.TimeMicros, View = ViewOf(collector, message), Kind = kind ?? default };
        return kind is not null;
    }

    /// <summary>An event without a prefix: the end of a table.</summary>
    public RouteEvent Map(string collector, MrtMessage message, RouteEventKind kind) =>
        new() { ReceivedAtMicros = message.TimeMicros, View = ViewOf(collector, message), Kind = kind };

    private bool IsUnicast(MrtMessage message)
    {
        var unicast = message.Safi is 1 or 3 && !message.IsLocal;
        NotUnicast += unicast ? 0 : 1;
        return unicast;
    }
}
