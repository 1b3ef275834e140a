using StreamWatch.Domain.Targets;
using Xunit;

namespace StreamWatch.Tests.Domain.Targets;

/// <summary>The histogram against sorting everything.</summary>
public sealed class RoundTripBaselineTests
{
    [Fact]
    public void Median_and_deviation_are_those_of_the_sorted_values_to_a_bucket()
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            var dice = new Random(seed);
            var around = Math.Pow(10, dice.NextDouble() * 3);
            var values = Enumerable.Range(0, 401).Select(_ => around * (0.7 + (0.6 * dice.NextDouble()))).ToList();
            var baseline = new RoundTripBaseline(memory: 1e9);
            values.ForEach(baseline.See);

            var median = Middle(values);
            var deviation = Middle([.. values.Select(value => Math.Abs(value - median))]);
            Assert.InRange(baseline.Median!.Value / median, 0.94, 1.06);
            Assert.InRange(baseline.Deviation!.Value, deviation - (0.1 * median), deviation + (0.1 * median));
        }
    }

    [Fact]
    public void Nothing_is_slow_before_twelve_round_trips()
    {
        var baseline = new RoundTripBaseline(1000);
        for (var i = 0; i < 11; i++)
        {
            baseline.See(20);
        }

        Assert.Null(baseline.Median);
        Assert.False(baseline.IsSlow(5000));
        baseline.See(20);
        Assert.True(baseline.IsSlow(5000));
        Assert.False(baseline.IsSlow(24));
    }

    [Fact]
    public void What_was_usual_fades()
    {
        var baseline = new RoundTripBaseline(memory: 100);
        for (var i = 0; i < 5000; i++)
        {
            baseline.See(10);
        }

        for (var i = 0; i < 300; i++)
        {
            baseline.See(80);
        }

        Assert.InRange(baseline.Median!.Value, 70, 90);
    }

    static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
