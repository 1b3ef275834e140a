using System.Globalization;
using System.Net;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.IntegrationTests.Bgp;

/// <summary>The lines that <c>bgpdump -m</c> prints for values that were written: made from the values, not by our own dump.</summary>
static class BgpdumpLines
{
    public static IEnumerable<string> Of(MrtTime time, Bgp4MpSession session, UpdateMessage update)
    {
        var set = update.Attributes;
        var head = $"{Head(time)}|{{0}}|{session.PeerAddress}|{session.PeerAsn}";
        foreach (var withdrawn in update.Withdrawn.Concat(set.MpUnreach?.Prefixes ?? []))
        {
            yield return $"{Fill(head, "W")}|{withdrawn.Prefix}";
        }

        foreach (var announced in update.Announced)
        {
            yield return $"{Fill(head, "A")}|{announced.Prefix}|{Route(set, set.NextHop)}";
        }

        foreach (var announced in set.MpReach?.Prefixes ?? [])
        {
            yield return $"{Fill(head, "A")}|{announced.Prefix}|{Route(set, set.MpReach!.NextHops[0])}";
        }
    }

    public static string Of(MrtTime time, Bgp4MpSession session, PeerState from, PeerState to) =>
        $"{Fill($"{Head(time)}|{{0}}|{session.PeerAddress}|{session.PeerAsn}", "STATE")}|{(int)from}|{(int)to}";

    public static string Of(uint seconds, TableDumpEntry entry) =>
        $"TABLE_DUMP|{seconds}|B|{entry.PeerAddress}|{entry.PeerAsn}|{entry.Prefix}|{Route(entry.Attributes, Hop(entry.Attributes))}";

    public static string Of(uint seconds, IndexedPeer peer, Prefix prefix, AttributeSet attributes) =>
        $"TABLE_DUMP2|{seconds}|B|{peer.Address}|{peer.Asn}|{prefix}|{Route(attributes, Hop(attributes))}";

    static IPAddress Hop(AttributeSet attributes) => attributes.MpReach?.NextHops[0] ?? attributes.NextHop!;

    static string Head(MrtTime time) => time.Microseconds is { } micros
        ? string.Create(CultureInfo.InvariantCulture, $"BGP4MP_ET|{time.Seconds}.{micros:D6}")
        : string.Create(CultureInfo.InvariantCulture, $"BGP4MP|{time.Seconds}");

    static string Fill(string head, string type) => head.Replace("{0}", type, StringComparison.Ordinal);

    static string Route(AttributeSet set, IPAddress? nextHop) => string.Join(
        '|',
        string.Join(' ', set.AsPath!.Segments.Select(Segment)),
        set.Origin switch { OriginCode.Igp => "IGP", OriginCode.Egp => "EGP", _ => "INCOMPLETE" },
        nextHop,
        set.LocalPref ?? 0,
        set.Med ?? 0,
        string.Join(' ', set.Communities.Select(community => $"{community >> 16}:{community & 0xFFFF}")),
        set.AtomicAggregate ? "AG" : "NAG",
        set.Aggregator is { } aggregator ? $"{aggregator.Asn} {aggregator.Address}" : string.Empty,
        string.Empty);

    static string Segment(PathValueSegment segment) => segment.Type switch
    {
        PathSegmentType.Set => $"{{{string.Join(',', segment.Asns)}}}",
        PathSegmentType.ConfederationSequence => $"({string.Join(' ', segment.Asns)})",
        PathSegmentType.ConfederationSet => $"[{string.Join(',', segment.Asns)}]",
        _ => string.Join(' ', segment.Asns),
    };
}
