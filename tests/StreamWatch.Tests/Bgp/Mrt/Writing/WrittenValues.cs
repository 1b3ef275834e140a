using System.Net;
using FsCheck;
using FsCheck.Fluent;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Bgp.Mrt.Writing;

/// <summary>Values to be written, of every kind that a file can hold.</summary>
static class WrittenValues
{
    public static Gen<AddressFamily> Family { get; } = Gen.Elements(AddressFamily.IPv4, AddressFamily.IPv6);

    public static Gen<AsnWidth> Width { get; } = Gen.Elements(AsnWidth.TwoBytes, AsnWidth.FourBytes);

    public static Gen<bool> Bool { get; } = Gen.Elements(true, false);

    public static Gen<uint> Number { get; } =
        from high in Gen.Choose(0, ushort.MaxValue)
        from low in Gen.Choose(0, ushort.MaxValue)
        from narrow in Bool
        select narrow ? (uint)low : ((uint)high << 16) | (uint)low;

    public static Gen<uint> SmallAsn { get; } = Gen.Choose(1, 65_000).Select(asn => (uint)asn);

    public static Gen<uint> Asn { get; } =
        Gen.Frequency((3, SmallAsn), (2, Gen.Choose(65_536, int.MaxValue).Select(asn => (uint)asn)), (1, Gen.Constant(uint.MaxValue)));

    public static Gen<IPAddress> IPv4 { get; } =
        Gen.Choose(1, 250).Four().Select(four => new IPAddress([(byte)four.Item1, (byte)four.Item2, (byte)four.Item3, (byte)four.Item4]));

    public static Gen<IPAddress> IPv6 { get; } =
        from high in Gen.Choose(1, 0xFFFF)
        from low in Gen.Choose(1, 0xFFFF)
        select IPAddress.Parse($"2001:db8:{high:x}::{low:x}");

    public static Gen<MrtTime> Time { get; } =
        from seconds in Gen.Choose(900_000_000, 2_100_000_000)
        from micros in Gen.Choose(0, 999_999)
        from extended in Bool
        select new MrtTime((uint)seconds, extended ? (uint)micros : null);

    public static Gen<MessageForm> Form { get; } =
        from width in Width
        from local in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from addPath in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new MessageForm(width, local, addPath);

    public static Gen<IPAddress> Address(AddressFamily family) => family == AddressFamily.IPv4 ? IPv4 : IPv6;

    public static Gen<Prefix> PrefixOf(AddressFamily family) =>
        from address in Address(family)
        from length in Gen.Choose(family == AddressFamily.IPv4 ? 0 : 16, family == AddressFamily.IPv4 ? 32 : 128)
        select Prefix.Parse($"{address}/{length}");

    public static Gen<Nlri> NlriOf(AddressFamily family, bool addPath) =>
        from prefix in PrefixOf(family)
        from id in Number
        select new Nlri(prefix, addPath ? id : 0);

    public static Gen<List<T>> Up<T>(this Gen<T> one, int most) =>
        from count in Gen.Choose(0, most)
        from items in one.ListOf(count)
        select items.ToList();

    public static Gen<Bgp4MpSession> Session(AsnWidth width) =>
        from family in Family
        from peer in Address(family)
        from local in Address(family)
        from peerAsn in width == AsnWidth.FourBytes ? Asn : SmallAsn
        from localAsn in width == AsnWidth.FourBytes ? Asn : SmallAsn
        from @interface in Gen.Choose(0, 3)
        select new Bgp4MpSession(peerAsn, peer, localAsn, local, (ushort)@interface);

    /// <summary>A path of sequences, sets and confederation segments. What 2-byte speakers would garble by RFC 6793 is left out.</summary>
    public static Gen<PathValue> Path(AsnWidth width)
    {
        var segment =
            from type in Gen.Frequency(
                (6, Gen.Constant(PathSegmentType.Sequence)),
                (1, Gen.Constant(PathSegmentType.Set)),
                (1, Gen.Constant(PathSegmentType.ConfederationSequence)),
                (1, Gen.Constant(PathSegmentType.ConfederationSet)))
            from count in Gen.Choose(1, 9)
            from asns in Asn.ListOf(count)
            select new PathValueSegment(type, [.. asns]);
        return
            from segments in segment.Up(3)
            let path = new PathValue(segments)
            select width == AsnWidth.TwoBytes && !path.FitsTwoBytes ? path.WithoutConfederations() : path;
    }

    /// <summary>Attributes apart from those that hold prefixes, in 4-byte terms; each may be missing.</summary>
    public static Gen<AttributeSet> Attributes(AsnWidth width) =>
        from origin in Gen.Elements(OriginCode.Igp, OriginCode.Egp, OriginCode.Incomplete).OrNot()
        from path in Path(width).OrNot()
        from nextHop in IPv4
        from hasNextHop in Bool
        from med in Number.OrNot()
        from localPref in Number.OrNot()
        from atomic in Bool
        from aggregator in
            (from asn in Asn
             from address in IPv4
             select new Aggregator(asn, address)).OrNot()
        from communities in Gen.Choose(0, 65_000).Two().Select(two => ((uint)two.Item1 << 16) | (uint)two.Item2).Up(70)
        from extended in Number.Two().Select(two => ((ulong)two.Item1 << 32) | two.Item2).Up(3)
        from large in Number.Three().Select(three => new LargeCommunity(three.Item1, three.Item2, three.Item3)).Up(3)
        from otc in Asn.OrNot()
        from other in Gen.Choose(0, 400).Select(length => new OtherAttribute(0xC0, 200, new byte[length])).Up(1)
        from always in Bool
        select new AttributeSet
        {
            Origin = origin.Found ? origin.Value : null,
            AsPath = path.Found ? path.Value : null,
            NextHop = hasNextHop ? nextHop : null,
            Med = med.Found ? med.Value : null,
            LocalPref = localPref.Found ? localPref.Value : null,
            AtomicAggregate = atomic,
            Aggregator = aggregator.Found ? aggregator.Value : null,
            Communities = communities,
            ExtendedCommunities = extended,
            LargeCommunities = large,
            OnlyToCustomer = otc.Found ? otc.Value : null,
            Others = other,
            AlwaysExtendedLength = always,
        };

    public static Gen<MpReach> Reach(AddressFamily family, bool addPath) =>
        from next in Address(family)
        from link in Bool
        from prefixes in NlriOf(family, addPath).Up(6)
        from safi in Gen.Frequency((4, Gen.Constant((byte)1)), (1, Gen.Constant((byte)2)))
        select new MpReach(
            family, link && family == AddressFamily.IPv6 ? [next, IPAddress.Parse("fe80::1")] : [next], prefixes, safi);

    public static Gen<MpUnreach> Unreach(AddressFamily family, bool addPath) =>
        from first in NlriOf(family, addPath)
        from more in NlriOf(family, addPath).Up(5)
        from safi in Gen.Frequency((4, Gen.Constant((byte)1)), (1, Gen.Constant((byte)2)))
        select new MpUnreach(family, [first, .. more], safi);

    public static Gen<UpdateMessage> Update(MessageForm form) =>
        from attributes in Attributes(form.Asns)
        from withdrawn in NlriOf(AddressFamily.IPv4, form.AddPath).Up(6)
        from announced in NlriOf(AddressFamily.IPv4, form.AddPath).Up(6)
        from family in Family
        from reach in Reach(family, form.AddPath).OrNot()
        from unreach in Unreach(family, form.AddPath).OrNot()
        select new UpdateMessage(
            withdrawn,
            attributes with { MpReach = reach.Found ? reach.Value : null, MpUnreach = unreach.Found ? unreach.Value : null },
            announced);

    public static Gen<(bool Found, T Value)> OrNot<T>(this Gen<T> gen) =>
        from value in gen
        from found in Bool
        select (found, value);
}
