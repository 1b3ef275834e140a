using Xunit;

namespace StreamWatch.Tests.Bgp.Mrt;

/// <summary>Each type of record byte by byte, apart from UPDATE. The lines are in the format of bgpdump -m.</summary>
public sealed class RecordTypeTests
{
    const string Attributes = "0004 40010100";

    // collector, no view name, two peers: IPv4 with a 2-byte ASN, IPv6 with a 4-byte ASN
    static byte[] Peers => HandMade.Of(13, 1, "01010101 0000 0002 00 02020202 0A000001 0007 03 03030303 20010DB8000000000000000000000001 00030D40");

    [Theory]
    [InlineData((ushort)16, (ushort)0, "1B6A FFFF 0000 0001 0A000001 0A000002 0003 0006", "BGP4MP|1000|STATE|10.0.0.1|7018|3|6")]
    [InlineData((ushort)16, (ushort)5, "00030D40 0000FFFF 0000 0001 0A000001 0A000002 0006 0001", "BGP4MP|1000|STATE|10.0.0.1|200000|6|1")]
    [InlineData((ushort)17, (ushort)0, "00000007 1B6A FFFF 0000 0001 0A000001 0A000002 0003 0006", "BGP4MP_ET|1000.000007|STATE|10.0.0.1|7018|3|6")]
    [InlineData((ushort)16, (ushort)0, "1B6A FFFF 0003 0006", "BGP4MP|1000|STATE|0.0.0.0|7018|3|6")]
    [InlineData((ushort)5, (ushort)3, "1B6A 0A000001 0001 0002", "BGP|1000|STATE|10.0.0.1|7018|1|2")]
    public void State_changes_by_RFC_6396_section_4_4_1_and_as_old_Zebras_wrote_them(ushort type, ushort subtype, string body, string line) =>
        Assert.Equal([line], Printed.Lines(HandMade.Of(type, subtype, body)));

    [Fact]
    public void TABLE_DUMP_by_RFC_6396_section_4_2() =>
        Assert.Equal(
            ["TABLE_DUMP|1000|B|10.0.0.1|7018|192.0.2.0/24||IGP|255.255.255.255|0|0||NAG||"],
            Printed.Lines(HandMade.Of(12, 1, $"0000 0001 C0000200 18 01 000003E7 0A000001 1B6A {Attributes}")));

    [Fact]
    public void TABLE_DUMP_V2_takes_its_peers_from_the_index_by_RFC_6396_section_4_3() =>
        Assert.Equal(
            ["TABLE_DUMP2|1000|B|10.0.0.1|7|192.0.2.0/24||IGP|255.255.255.255|0|0||NAG||",
             "TABLE_DUMP2|1000|B|2001:db8::1|200000|192.0.2.0/24||IGP|255.255.255.255|0|0||NAG||"],
            Printed.Lines(Peers, HandMade.Of(13, 2, $"00000001 18 C00002 0002 0000 000003E7 {Attributes} 0001 000003E7 {Attributes}")));

    [Theory]
    [InlineData("800E11 10 20010DB8000000000000000000000009")]
    [InlineData("800E1A 0002 01 10 20010DB8000000000000000000000009 00 20 20010DB8")]
    public void The_next_hop_of_an_IPv6_RIB_entry_is_short_by_RFC_6396_section_4_3_4_or_full_as_some_write_it(string reach) =>
        Assert.Equal(
            ["TABLE_DUMP2|1000|B|10.0.0.1|7|2001:db8::/32||IGP|2001:db8::9|0|0||NAG||"],
            Printed.Lines(Peers, HandMade.Of(13, 4, $"00000001 20 20010DB8 0001 0000 000003E7 {HandMade.Hex("40010100" + reach).Length:X4} 40010100 {reach}")));

    [Fact]
    public void RIB_entries_with_path_identifiers_by_RFC_8050_section_4() =>
        Assert.Equal(
            ["TABLE_DUMP2_AP|1000|B|10.0.0.1|7|192.0.2.0/24|42||IGP|255.255.255.255|0|0||NAG||"],
            Printed.Lines(Peers, HandMade.Of(13, 8, $"00000001 18 C00002 0001 0000 000003E7 0000002A {Attributes}")));

    [Theory]
    [InlineData((ushort)3, "00000001 18 C00002", 2)]
    [InlineData((ushort)6, "00000001 0001 01 18 C00002", 1)]
    public void Multicast_and_generic_RIBs_are_decoded_and_left_out_of_bgpdumps_lines(ushort subtype, string head, int safi)
    {
        byte[][] records = [Peers, HandMade.Of(13, subtype, $"{head} 0001 0000 000003E7 {Attributes}")];

        Assert.Empty(Printed.Lines(records));
        Assert.Contains($"\"prefix\":\"192.0.2.0/24\",\"safi\":{safi}", Assert.Single(Printed.Json(records)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_BGP_records_by_RFC_6396_appendix_B_2_are_printed_with_bgpdumps_oddities() =>
        Assert.Equal(
            ["BGP|1000|W|10.0.0.1|7018|10.0.0.1/24", "BGP|1000|A|10.0.0.1|7018|198.51.0.0/16||IGP|255.255.255.255|0|0|NAG||"],
            Printed.Lines(HandMade.Of(5, 1, $"1B6A 0A000001 FFFF 0A000002 0004 18C00002 {Attributes} 10C633")));

    [Theory]
    [InlineData((ushort)99, (ushort)0, "00", "UnknownType 99")]
    [InlineData((ushort)16, (ushort)2, "00", "UnknownSubtype 2")]
    [InlineData((ushort)16, (ushort)1, "0001", "BodyTooShort 0")]
    [InlineData((ushort)16, (ushort)1, "1B6A FFFF 0000 0009 0A000001 0A000002", "UnknownSessionFamily 9")]
    [InlineData((ushort)16, (ushort)1, "1B6A FFFF 0000 0001 0A000001 0A000002 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00 0017 02 0000 0000", "BadMarker 0")]
    [InlineData((ushort)16, (ushort)1, "1B6A FFFF 0000 0001 0A000001 0A000002 FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 0013 09", "UnknownMessageType 9")]
    [InlineData((ushort)13, (ushort)2, "00000001 18 C00002 0001 0000 000003E7 0000", "NoPeerIndexTable 0")]
    public void What_cannot_be_decoded_is_rejected_with_its_reason(ushort type, ushort subtype, string body, string reason) =>
        Assert.Equal([$"rejected {reason}, 0 elems kept"], Printed.Lines(HandMade.Of(type, subtype, body)));

    [Theory]
    [InlineData("0001 0009 000003E7 0000", "PeerIndexOutOfRange 9, 0")]
    [InlineData("0003 0000 000003E7 0000", "EntriesCut 2, 1")]
    public void A_damaged_RIB_record_invents_no_entries(string entries, string reason)
    {
        var lines = Printed.Lines(Peers, HandMade.Of(13, 2, $"00000001 18 C00002 {entries}"));

        Assert.Equal($"rejected {reason} elems kept", lines[^1]);
        Assert.Equal(reason.EndsWith('1') ? 2 : 1, lines.Length);
    }

    [Fact]
    public void A_record_of_another_protocol_is_no_fault() => Assert.Empty(Printed.Lines(HandMade.Of(11, 0, "00")));
}
