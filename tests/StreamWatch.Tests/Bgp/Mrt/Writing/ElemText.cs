using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Bgp.Mrt.Writing;

/// <summary>One line for an elem, from what was written and, by other code, from what was decoded.</summary>
static class ElemText
{
    public static string Head(ElemType type, long micros, IPAddress peer, uint asn, Nlri nlri, byte safi) =>
        string.Create(CultureInfo.InvariantCulture, $"{type} at {micros} from {peer} AS{asn}: {nlri.Prefix} id {nlri.PathId} safi {safi}");

    public static string Head(ElemType type, MrtMessage message, in WirePrefix prefix) => string.Create(
        CultureInfo.InvariantCulture,
        $"{type} at {message.TimeMicros} from {message.PeerAddress} AS{message.PeerAsn}: {prefix.Prefix} id {prefix.PathId} safi {message.Safi}");

    public static long Micros(MrtTime time) => (time.Seconds * 1_000_000L) + (time.Microseconds ?? 0);

    public static string Attributes(AttributeSet set, MpReach? reach)
    {
        var nextHop = reach is null ? set.NextHop : reach.NextHops[0];
        var linkLocal = reach?.NextHops.Count == 2 ? reach.NextHops[1] : null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $" origin {(byte?)set.Origin} path {Path(set.AsPath)} next {nextHop} {linkLocal} med {set.Med} pref {set.LocalPref} atomic {set.AtomicAggregate}")
            + $" aggregator {set.Aggregator?.Asn} {set.Aggregator?.Address} communities {string.Join(' ', set.Communities)}"
            + $" extended {string.Join(' ', set.ExtendedCommunities)}"
            + $" large {string.Join(' ', set.LargeCommunities.Select(one => $"{one.GlobalAdministrator}:{one.LocalData1}:{one.LocalData2}"))}"
            + $" otc {set.OnlyToCustomer}";
    }

    public static string Attributes(PathAttributes read)
    {
        var communities = new List<uint>();
        for (var i = 0; i < read.Communities.Length; i += 4)
        {
            communities.Add(BinaryPrimitives.ReadUInt32BigEndian(read.Communities[i..]));
        }

        var extended = new List<ulong>();
        for (var i = 0; i < read.ExtendedCommunities.Length; i += 8)
        {
            extended.Add(BinaryPrimitives.ReadUInt64BigEndian(read.ExtendedCommunities[i..]));
        }

        var large = new List<string>();
        for (var i = 0; i < read.LargeCommunities.Length; i += 12)
        {
            var one = read.LargeCommunities.Slice(i, 12);
            large.Add($"{Number(one)}:{Number(one[4..])}:{Number(one[8..])}");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $" origin {read.Origin} path {Path(read)} next {Text(read.NextHop)} {Text(read.NextHopLinkLocal)} med {read.Med} pref {read.LocalPref} atomic {read.AtomicAggregate}")
            + $" aggregator {(read.HasAggregator ? read.AggregatorAsn : null)} {(read.HasAggregator ? WireAddress.IPv4(read.AggregatorAddress) : null)}"
            + $" communities {string.Join(' ', communities)} extended {string.Join(' ', extended)} large {string.Join(' ', large)} otc {read.OnlyToCustomer}";
    }

    static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    static string Text(WireAddress address) => address.IsPresent ? address.ToString() : string.Empty;

    static string Path(PathValue? path) =>
        string.Join(' ', path?.Segments.Select(segment => $"{segment.Type}({string.Join(',', segment.Asns)})") ?? []);

    static string Path(PathAttributes read)
    {
        var segments = new List<string>();
        foreach (var segment in read.Path.Segments)
        {
            segments.Add($"{segment.Type}({string.Join(',', read.Path.Asns.Slice(segment.Start, segment.Count).ToArray())})");
        }

        return string.Join(' ', segments);
    }
}
