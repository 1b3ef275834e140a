using StreamWatch.Domain.Visibility;
using Xunit;

namespace StreamWatch.Tests.Domain.Visibility;

public sealed class BaselineTests
{
    const double Step = 1.0 / ushort.MaxValue;

    [Fact]
    public void It_is_the_lower_median_of_the_newest_bins() => Laws.Hold(150, 300, history =>
    {
        var window = history.Length == 0 ? 1 : 1 + (history[0] % 70);
        var baseline = new Baseline(window);
        var newest = new List<double>();
        Assert.Null(baseline.Median);
        foreach (var step in history)
        {
            var dice = new Dice(step);
            if (dice.Next(100) == 0)
            {
                baseline.Clear();
                newest.Clear();
                Assert.Null(baseline.Median);
                continue;
            }

            var value = dice.Of(0, 1, 0.5, dice.Next(8) / 7.0, dice.Next(70_000) * Step);
            baseline.Add(value);
            newest.Add(Math.Clamp(value, 0, 1));
            newest.RemoveRange(0, Math.Max(0, newest.Count - window));
            Assert.Equal(newest.Count, baseline.Count);
            Assert.Equal(newest.Order().ElementAt((newest.Count - 1) / 2), baseline.Median!.Value, Step);
        }
    });

    [Fact]
    public void Values_outside_0_to_1_are_taken_to_the_nearest_end()
    {
        var baseline = new Baseline(3);
        baseline.Add(-0.5);
        Assert.Equal(0, baseline.Median);
        baseline.Add(1.5);
        baseline.Add(1.2);
        Assert.Equal(1, baseline.Median);
    }
}
