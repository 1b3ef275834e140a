using Xunit;

namespace StreamWatch.Tests.Bgp.Mrt;

/// <summary>UPDATE messages byte by byte. The lines are in the format of bgpdump -m.</summary>
public sealed class UpdateTests
{
    const string Origin = "400101 00";
    const string NextHop = "400304 0A000001";

    [Fact]
    public void An_update_withdraws_and_announces_by_RFC_4271_section_4_3() =>
        Assert.Equal(
            ["BGP4MP|1000|W|10.0.0.1|7018|192.0.2.0/24", "BGP4MP|1000|A|10.0.0.1|7018|198.51.0.0/16|7018 1|IGP|10.0.0.1|100|7||NAG||"],
            Printed.Lines(HandMade.Update("18 C00002", $"{Origin} 400206 0202 1B6A 0001 {NextHop} 800404 00000007 400504 00000064", "10 C633")));

    [Fact]
    public void Host_bits_are_printed_as_sent_and_cleared_in_the_canonical_prefix()
    {
        var record = HandMade.Update(string.Empty, Origin, "11 0AFFFF");

        Assert.Equal(["BGP4MP|1000|A|10.0.0.1|7018|10.255.255.0/17||IGP|255.255.255.255|0|0||NAG||"], Printed.Lines(record));
        Assert.Contains("\"prefix\":\"10.255.128.0/17\"", Assert.Single(Printed.Json(record)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sets_and_confederations_keep_their_brackets_by_RFC_4271_and_RFC_5065() =>
        Assert.Equal(
            ["BGP4MP|1000|A|10.0.0.1|7018|10.0.0.0/8|(64512 64513) 1 2 {3,4} [5,6]|IGP|10.0.0.1|0|0||NAG||"],
            Printed.Lines(HandMade.Update(string.Empty, $"{Origin} 400218 0302FC00FC01 020200010002 010200030004 040200050006 {NextHop}", "08 0A")));

    [Theory]
    [InlineData("0202 0001 0002", "2")]
    [InlineData("0201 0001 0102 0003 0004", "3,4")]
    [InlineData("0201 0001 0200", "1")]
    [InlineData("", "")]
    public void The_origin_is_the_last_ASN_or_all_of_a_last_set(string path, string origins) =>
        Assert.Contains(
            $"\"origin_asns\":[{origins}]",
            Assert.Single(Printed.Json(HandMade.Update(string.Empty, $"4002{HandMade.Hex(path).Length:X2} {path}", "08 0A"))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("0203 0001 5BA0 5BA0", "0202 00030D40 00030D41", "1 200000 200001")]
    [InlineData("0202 0001 5BA0", "0203 00000001 00000002 00000003", "1 23456")]
    [InlineData("0202 0001 5BA0 0102 0007 0008", "0201 00030D40 0102 00000007 00000008", "1 200000 {7,8}")]
    public void AS4_PATH_replaces_the_tail_unless_it_is_longer_by_RFC_6793_section_4_2_3(string path, string as4, string merged) =>
        Assert.Equal(
            [$"BGP4MP|1000|A|10.0.0.1|7018|10.0.0.0/8|{merged}|IGP|10.0.0.1|0|0||NAG||"],
            Printed.Lines(HandMade.Update(
                string.Empty, $"{Origin} 4002{HandMade.Hex(path).Length:X2} {path} {NextHop} C011{HandMade.Hex(as4).Length:X2} {as4}", "08 0A")));

    [Theory]
    [InlineData("5BA0 C0000201", "200000 203.0.113.1", "1 200000")]
    [InlineData("0001 C0000201", "1 192.0.2.1", "1 23456")]
    public void Both_AS4_attributes_are_stale_where_AGGREGATOR_has_a_real_ASN_by_RFC_6793_section_4_2_3(
        string aggregator, string expected, string path) =>
        Assert.Equal(
            [$"BGP4MP|1000|A|10.0.0.1|7018|10.0.0.0/8|{path}|IGP|10.0.0.1|0|0||NAG|{expected}|"],
            Printed.Lines(HandMade.Update(
                string.Empty,
                $"{Origin} 400206 02020001 5BA0 {NextHop} C00706 {aggregator} C01106 0201 00030D40 C01208 00030D40 CB007101",
                "08 0A")));

    [Fact]
    public void Communities_keep_their_order_and_the_names_of_RFC_1997() =>
        Assert.Equal(
            ["BGP4MP|1000|A|10.0.0.1|7018|10.0.0.0/8||IGP|10.0.0.1|0|0|65535:666 no-export 1:2 no-advertise local-AS|AG||"],
            Printed.Lines(HandMade.Update(
                string.Empty, $"{Origin} {NextHop} 400600 C00814 FFFF029A FFFFFF01 00010002 FFFFFF02 FFFFFF03", "08 0A")));

    [Fact]
    public void Extended_and_large_communities_and_OTC_stand_in_the_JSON_by_RFC_4360_8092_and_9234()
    {
        var json = Assert.Single(Printed.Json(HandMade.Update(
            string.Empty, "C01008 0002FDE800000001 C0200C 0000000100000002FFFFFFFF C02304 00030D40", "08 0A")));

        Assert.Contains("\"extended_communities\":[\"0002fde800000001\"]", json, StringComparison.Ordinal);
        Assert.Contains("\"large_communities\":[\"1:2:4294967295\"]", json, StringComparison.Ordinal);
        Assert.Contains("\"only_to_customer\":200000", json, StringComparison.Ordinal);
    }

    [Fact]
    public void IPv6_stands_in_MP_REACH_and_MP_UNREACH_with_two_next_hops_by_RFC_4760_and_2545()
    {
        const string NextHops = "20 20010DB8000000000000000000000001 FE800000000000000000000000000001";
        var record = HandMade.Update(
            string.Empty, $"{Origin} 800E2A 0002 01 {NextHops} 00 20 20010DB8 800F08 0002 02 20 20010DB9", string.Empty);

        Assert.Equal(
            ["BGP4MP|1000|W|10.0.0.1|7018|2001:db9::/32", "BGP4MP|1000|A|10.0.0.1|7018|2001:db8::/32||IGP|2001:db8::1|0|0||NAG||"],
            Printed.Lines(record));
        var json = Printed.Json(record);
        Assert.Contains("\"safi\":2", json[0], StringComparison.Ordinal);
        Assert.Contains("\"next_hop_link_local\":\"fe80::1\"", json[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((ushort)8, "BGP4MP_AP", "10.0.0.1|7018")]
    [InlineData((ushort)6, "BGP4MP_LOCAL", "10.0.0.1|7018")]
    public void Path_identifiers_and_the_collectors_own_messages_have_subtypes_by_RFC_8050(ushort subtype, string format, string peer)
    {
        var id = subtype == 8 ? "0000002A" : string.Empty;
        Assert.Equal(
            [$"{format}|1000|A|{peer}|10.0.0.0/8{(subtype == 8 ? "|42" : string.Empty)}||IGP|10.0.0.1|0|0||NAG||"],
            Printed.Lines(HandMade.Update(string.Empty, $"{Origin} {NextHop}", $"{id} 08 0A", subtype)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("800F03 0002 01", "")]
    public void An_end_of_RIB_marker_is_no_elem_and_no_fault_by_RFC_4724(string attributes, string announced) =>
        Assert.Empty(Printed.Lines(HandMade.Update(string.Empty, attributes, announced)));

    [Fact]
    public void A_message_cut_when_it_was_recorded_gives_the_prefixes_that_are_there() =>
        Assert.Equal(
            ["BGP4MP|1000|A|10.0.0.1|7018|10.0.0.0/8||IGP|10.0.0.1|0|0||NAG||", "rejected MessageCut 5, 1 elems kept"],
            Printed.Lines(HandMade.Update(string.Empty, $"{Origin} {NextHop}", "08 0A 18 0B", lengthOff: 5)));

    [Fact]
    public void A_prefix_that_is_too_long_is_no_elem_and_the_next_one_is_found()
    {
        var record = HandMade.Update(string.Empty, $"{Origin} {NextHop}", "28 0102030405 08 0A");

        Assert.Contains("\"prefix\":\"10.0.0.0/8\"", Assert.Single(Printed.Json(record)), StringComparison.Ordinal);
        Assert.Equal("rejected PrefixTooLong 40, 1 elems kept", Printed.Lines(record)[^1]);
    }

    [Theory]
    [InlineData("400204 0202 0001", "! Error !", "AttributeMalformed 2")]
    [InlineData("400204 0901 0001", "! Error !", "AttributeMalformed 2")]
    [InlineData("400206 02020001 0002 400206 02020001 0003", "1 2", "AttributeRepeated 2")]
    [InlineData("400206 02020001 0002 4008FF 0001", "1 2", "AttributeCut 8")]
    public void A_faulty_attribute_is_reported_and_the_prefixes_are_kept(string attributes, string path, string reason) =>
        Assert.Equal(
            [$"BGP4MP|1000|A|10.0.0.1|7018|10.0.0.0/8|{path}|IGP|255.255.255.255|0|0||NAG||", $"rejected {reason}, 1 elems kept"],
            Printed.Lines(HandMade.Update(string.Empty, $"{Origin} {attributes}", "08 0A")));
}
