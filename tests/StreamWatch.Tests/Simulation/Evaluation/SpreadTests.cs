using StreamWatch.Simulation.Evaluation;
using Xunit;

namespace StreamWatch.Tests.Simulation.Evaluation;

public sealed class SpreadTests
{
    [Fact]
    public void Median_and_90th_percentile_are_in_minutes_and_in_bins_of_each_rule()
    {
        var spread = Spread.Of([(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5)), (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), (TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(1))])!;
        Assert.Equal((3, 4.0, 2.0), (spread.Count, spread.MedianMinutes, spread.MedianBins));
        Assert.Equal((8.8, 3.6), (Math.Round(spread.P90Minutes, 6), Math.Round(spread.P90Bins, 6)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.9, 3.7)]
    [InlineData(1, 4)]
    public void Between_two_values_runs_a_straight_line(double share, double expected) => Assert.Equal(expected, Spread.Quantile([1, 2, 3, 4], share), 12);

    [Fact]
    public void Of_none_there_is_none() => Assert.Null(Spread.Of([]));
}
