using StreamWatch.Tests.Bgp.Mrt;
using Xunit;

namespace StreamWatch.Tests.Bgp.Text;

/// <summary>IPv6 as bgpdump's own routine writes it, which is not always RFC 5952.</summary>
public sealed class AddressTextTests
{
    [Theory]
    [InlineData("00000000000000000000000000000000", "::")]
    [InlineData("00000000000000000000000000000001", "::1")]
    [InlineData("00000000000000000000FFFFC0000201", "::ffff:192.0.2.1")]
    [InlineData("000000000000000000000000C0000201", "::192.0.2.1")]
    [InlineData("200107F8003000000002000100008447", "2001:7f8:30::2:1:0:8447")]
    [InlineData("20010DB8000000010001000000000001", "2001:db8:0:1:1::1")]
    [InlineData("FE800000000000000000000000000000", "fe80::")]
    [InlineData("00010000000000000001000000000000", "1::1:0:0:0")]
    public void Next_hops_are_written_as_bgpdump_writes_them(string address, string text) =>
        Assert.Equal(
            $"BGP4MP|1000|A|10.0.0.1|7018|::/0||INCOMPLETE|{text}|0|0||NAG||",
            Assert.Single(Printed.Lines(HandMade.Update(string.Empty, $"800E16 0002 01 10 {address} 00 00", string.Empty))));

    [Fact]
    public void A_single_zero_group_stays_in_JSON_by_RFC_5952() =>
        Assert.Contains(
            "\"next_hop\":\"2001:7f8:30:0:2:1:0:8447\"",
            Assert.Single(Printed.Json(HandMade.Update(string.Empty, "800E16 0002 01 10 200107F8003000000002000100008447 00 00", string.Empty))),
            StringComparison.Ordinal);
}
