using StreamWatch.Tests.Bgp.Mrt;
using Xunit;

namespace StreamWatch.Tests.Bgp.Text;

/// <summary>bgpdump's buffers bound its lines; the same bounds are kept. The lengths were checked against bgpdump 1.6.2.</summary>
public sealed class LimitTests
{
    [Fact]
    public void A_path_of_more_than_7900_characters_ends_with_dots()
    {
        var segments = string.Concat(Enumerable.Repeat("02FF" + string.Concat(Enumerable.Repeat("EA60", 255)), 6));
        var path = Field(HandMade.Update(string.Empty, $"5002{HandMade.Hex(segments).Length:X4} {segments}", "08 0A"), 6);

        Assert.EndsWith(" 60000...", path, StringComparison.Ordinal);
        Assert.InRange(path.Length, 7901, 7910);
    }

    [Fact]
    public void Communities_are_cut_after_8190_characters()
    {
        var communities = string.Concat(Enumerable.Repeat("EA60EA60", 900));
        var text = Field(HandMade.Update(string.Empty, $"D008{HandMade.Hex(communities).Length:X4} {communities}", "08 0A"), 11);

        Assert.Equal(8190, text.Length);
    }

    static string Field(byte[] record, int index) => Assert.Single(Printed.Lines(record)).Split('|')[index];
}
