using System.Buffers;
using System.Net;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;
using Xunit;

namespace StreamWatch.Tests.Bgp.Mrt.Writing;

/// <summary>What a form has no room for is refused with an error that names it, and nothing of the record reaches the output.</summary>
public sealed class RefusalTests
{
    static readonly Bgp4MpSession Session = new(64_600, IPAddress.Parse("192.0.2.1"), 12_654, IPAddress.Parse("192.0.2.250"));
    static readonly MessageForm Wide = new(AsnWidth.FourBytes);
    static readonly MessageForm Narrow = new(AsnWidth.TwoBytes);
    static readonly Prefix Some = Prefix.Parse("192.0.2.0/24");
    static readonly Prefix SomeIPv6 = Prefix.Parse("2001:db8::/32");

    [Fact]
    public void A_wide_asn_in_a_narrow_header() =>
        Refused("AS131279 in the peer ASN", writer => writer.WriteMessage(
            new MrtTime(1), Session with { PeerAsn = 131_279 }, Narrow, new KeepaliveMessage()));

    [Fact]
    public void A_wide_asn_in_a_narrow_path() =>
        Refused("AS131279 in AS_PATH", writer => Announce(writer, Narrow, new AttributeSet { AsPath = PathValue.Of(1, 131_279) }));

    [Fact]
    public void A_confederation_in_as4_path() =>
        Refused("AS4_PATH holds a confederation", writer => Announce(writer, Narrow, new AttributeSet
        {
            As4Path = new PathValue([new PathValueSegment(PathSegmentType.ConfederationSequence, [1])]),
        }));

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void A_path_segment_of_no_or_too_many_asns(int count) =>
        Refused($"has {count} ASNs", writer => Announce(writer, Wide, new AttributeSet
        {
            AsPath = new PathValue([new PathValueSegment(PathSegmentType.Set, [.. Enumerable.Repeat(7u, count)])]),
        }));

    [Fact]
    public void An_ipv6_prefix_among_ipv4_ones() =>
        Refused("announced prefix 2001:db8::/32", writer => writer.WriteMessage(
            new MrtTime(1), Session, Wide, new UpdateMessage([], AttributeSet.None, [SomeIPv6])));

    [Fact]
    public void A_path_identifier_without_add_path()
    {
        Refused("path identifier 9", writer => writer.WriteMessage(
            new MrtTime(1), Session, Wide, new UpdateMessage([new Nlri(Some, 9)], AttributeSet.None, [])));
        Refused("path identifier 9", writer => writer.WriteRib(1, 0, Some, [new RibEntry(0, 0, AttributeSet.None, 9)]));
    }

    [Fact]
    public void An_ipv6_next_hop_in_next_hop() =>
        Refused("NEXT_HOP 2001:db8::1", writer => Announce(writer, Wide, new AttributeSet { NextHop = IPAddress.Parse("2001:db8::1") }));

    [Fact]
    public void No_next_hop_or_three_in_mp_reach()
    {
        var hop = IPAddress.Parse("2001:db8::1");
        Refused("has 0 next hops", writer => Announce(writer, Wide, new AttributeSet { MpReach = new MpReach(AddressFamily.IPv6, [], []) }));
        Refused("has 3 next hops", writer => Announce(
            writer, Wide, new AttributeSet { MpReach = new MpReach(AddressFamily.IPv6, [hop, hop, hop], []) }));
    }

    [Fact]
    public void A_session_of_two_families() =>
        Refused("two families", writer => writer.WriteStateChange(
            new MrtTime(1), Session with { LocalAddress = IPAddress.IPv6Loopback }, AsnWidth.FourBytes, PeerState.Idle, PeerState.Active));

    [Fact]
    public void A_table_dump_entry_of_two_families() =>
        Refused("have to be of one family", writer => writer.WriteTableDump(
            1, new TableDumpEntry(0, 0, SomeIPv6, 1, IPAddress.Loopback, 1, AttributeSet.None)));

    [Fact]
    public void Ipv6_in_the_legacy_type() =>
        Refused("::1 is not an IPv4 address", writer => writer.WriteLegacyMessage(
            1, new LegacySession(1, IPAddress.IPv6Loopback, 2, IPAddress.Loopback), new KeepaliveMessage()));

    [Fact]
    public void An_attribute_over_64_KiB() =>
        Refused("COMMUNITIES takes 80000 bytes", writer => Announce(writer, Wide, new AttributeSet { Communities = new uint[20_000] }));

    [Fact]
    public void A_list_of_attributes_over_64_KiB() =>
        Refused("the list of attributes takes", writer => Announce(writer, Wide, new AttributeSet
        {
            Others = [new OtherAttribute(0xC0, 200, new byte[40_000]), new OtherAttribute(0xC0, 201, new byte[40_000])],
        }));

    [Fact]
    public void A_message_over_64_KiB() =>
        Refused("the BGP message takes", writer => writer.WriteMessage(
            new MrtTime(1), Session, Wide, new UpdateMessage([], AttributeSet.None, [.. Enumerable.Repeat((Nlri)Some, 17_000)])));

    [Fact]
    public void A_record_over_what_readers_accept() =>
        Refused("the record takes", writer => writer.WriteRecord(1, MrtType.Bgp4Mp, 1, new byte[MrtHeader.MaxRecordLength + 1]));

    [Fact]
    public void More_entries_or_peers_than_can_be_counted()
    {
        Refused("65536 entries", writer => writer.WriteRib(
            1, 0, Some, [.. Enumerable.Repeat(new RibEntry(0, 0, AttributeSet.None), 65_536)]));
        var peer = new IndexedPeer(IPAddress.Loopback, IPAddress.Loopback, 1);
        Refused("65536 peers", writer => writer.WritePeerIndexTable(
            1, new PeerIndex(IPAddress.Loopback, string.Empty, [.. Enumerable.Repeat(peer, 65_536)])));
    }

    [Fact]
    public void A_second_of_more_than_a_million_microseconds() =>
        Refused("1000000 microseconds", writer => writer.WriteMessage(new MrtTime(1, 1_000_000), Session, Wide, new KeepaliveMessage()));

    [Fact]
    public void A_time_that_mrt_cannot_say()
    {
        Assert.Throws<UnwritableRecordException>(() => MrtTime.Plain(DateTimeOffset.UnixEpoch.AddSeconds(-1)));
        Assert.Throws<UnwritableRecordException>(() => MrtTime.Extended(DateTimeOffset.UnixEpoch.AddSeconds((double)uint.MaxValue + 1)));
        Assert.Equal(uint.MaxValue, MrtTime.Plain(DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue)).Seconds);
    }

    static void Announce(MrtWriter writer, MessageForm form, AttributeSet attributes) =>
        writer.WriteMessage(new MrtTime(1), Session, form, new UpdateMessage([], attributes, [Some]));

    /// <summary>Refused with this in the message; the record before and the one after it are whole.</summary>
    static void Refused(string because, Action<MrtWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MrtWriter(bytes);
        writer.WriteMessage(new MrtTime(1), Session, Wide, new KeepaliveMessage());
        var one = bytes.WrittenCount;

        var refusal = Assert.Throws<UnwritableRecordException>(() => write(writer));

        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(one, bytes.WrittenCount);
        writer.WriteMessage(new MrtTime(1), Session, Wide, new KeepaliveMessage());
        Assert.Equal(one * 2, bytes.WrittenCount);
        Assert.Equal(writer.BytesWritten, bytes.WrittenCount);
    }
}
