using StreamWatch.Simulation.Evaluation;
using Xunit;

namespace StreamWatch.Tests.Simulation.Evaluation;

/// <summary>Shares and their intervals by values.</summary>
public sealed class ShareTests
{
    // Newcombe 1998 (Statistics in Medicine 17, 857), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(29, 29, 0.8830, 1.0000)]
    public void Wilsons_interval_is_the_published_one(int count, int of, double low, double high)
    {
        var interval = new Share(count, of).Wilson95!.Value;
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void Of_none_there_is_no_share() => Assert.Equal((null, null), (new Share(0, 0).Value, new Share(0, 0).Wilson95));

    [Fact]
    public void The_interval_holds_the_share_and_narrows_with_more_cases() => Laws.Hold(200, 2, history =>
    {
        var dice = new Dice(history.FirstOrDefault());
        var of = 1 + dice.Next(500);
        var share = new Share(dice.Next(of + 1), of);
        var (low, high) = share.Wilson95!.Value;
        Assert.InRange(share.Value!.Value, low, high);
        Assert.InRange(low, 0, 1);
        Assert.InRange(high, 0, 1);
        var (lowOfMore, highOfMore) = new Share(10 * share.Count, 10 * of).Wilson95!.Value;
        Assert.True(highOfMore - lowOfMore < high - low);
    });
}
