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
    public static IEnumerable<string> Of(MrtTime time, Bgp4MpSession session, MessageForm form, UpdateMessage update)
    {
        var set = update.Attributes;
        var head = $"{Head(time, form)}|{{0}}|{session.PeerAddress}|{session.PeerAsn}";
        foreach (var withdrawn in update.Withdrawn.Concat(set.MpUnreach?.Prefixes ?? []))
        {
            yield return $"{Fill(head, "W")}|{Text(withdrawn, form)}";
        }

        foreach (var announced in update.Announced)
        {
            yield return $"{Fill(head, "A")}|{Text(announced, form)}|{Route(set, set.NextHop)}";
        }

        foreach (var announced in set.MpReach?.Prefixes ?? [])
        {
            yield return $"{Fill(head, "A")}|{Text(announced, form)}|{Route(set, set.MpReach!.NextHops[0])}";
        }
    }

    public static string Of(MrtTime time, Bgp4MpSession session, PeerState from, PeerState to) =>
        $"{Fill($"{Head(time, default)}|{{0}}|{session.PeerAddress}|{session.PeerAsn}", "STATE")}|{(int)from}|{(int)to}";

    public static string Of(uint seconds, TableDumpEntry entry) =>
        $"TABLE_DUMP|{seconds}|B|{entry.PeerAddress}|{entry.PeerAsn}|{entry.Prefix}|{Route(entry.Attributes, Hop(entry.Attributes))}";

    public static string Of(uint seconds, IndexedPeer peer, Prefix prefix, in RibEntry entry, bool addPath) =>
        $"TABLE_DUMP2{(addPath ? "_AP" : string.Empty)}|{seconds}|B|{peer.Address}|{peer.Asn}|{prefix}|"
        + $"{(addPath ? $"{entry.PathId}|" : string.Empty)}{Route(entry.Attributes, Hop(entry.Attributes))}";

    /// <summary>
    /// A message in the legacy type. bgpdump prints the peer's address in place of the withdrawn prefix's, and no bar between MED and
    /// communities; it does so for files of 1999 too.
    /// </summary>
    public static IEnumerable<string> Of(uint seconds, LegacySession session, UpdateMessage update)
    {
        var withdrawn = update.Withdrawn.Select(nlri =>
            $"BGP|{seconds}|W|{session.PeerAddress}|{session.PeerAsn}|{session.PeerAddress}/{nlri.Prefix.Length}");
        var announced = update.Announced.Select(nlri =>
            $"BGP|{seconds}|A|{session.PeerAddress}|{session.PeerAsn}|{nlri.Prefix}|{Route(update.Attributes, update.Attributes.NextHop, betweenMedAndCommunities: string.Empty)}");
        return withdrawn.Concat(announced);
    }

    static IPAddress Hop(AttributeSet attributes) => attributes.MpReach?.NextHops[0] ?? attributes.NextHop!;

    static string Head(MrtTime time, MessageForm form)
    {
        var type = (time.Microseconds is null ? "BGP4MP" : "BGP4MP_ET")
            + (form.Local ? "_LOCAL" : string.Empty) + (form.AddPath ? "_AP" : string.Empty);
        return time.Microseconds is { } micros
            ? string.Create(CultureInfo.InvariantCulture, $"{type}|{time.Seconds}.{micros:D6}")
            : string.Create(CultureInfo.InvariantCulture, $"{type}|{time.Seconds}");
    }

    static string Text(Nlri nlri, MessageForm form) => form.AddPath ? $"{nlri.Prefix}|{nlri.PathId}" : $"{nlri.Prefix}";

    static string Fill(string head, string type) => head.Replace("{0}", type, StringComparison.Ordinal);

    static string Route(AttributeSet set, IPAddress? nextHop, string betweenMedAndCommunities = "|") => string.Join(
        '|',
        string.Join(' ', set.AsPath!.Segments.Select(Segment)),
        set.Origin switch { OriginCode.Igp => "IGP", OriginCode.Egp => "EGP", _ => "INCOMPLETE" },
        nextHop,
        set.LocalPref ?? 0,
        $"{set.Med ?? 0}{betweenMedAndCommunities}" + string.Join(' ', set.Communities.Select(community => $"{community >> 16}:{community & 0xFFFF}")),
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
