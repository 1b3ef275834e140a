using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Traffic;
using Xunit;

namespace StreamWatch.Tests.Simulation.Traffic;

/// <summary>The closed forms against the slow sum over all states of M/M/1/K, p(n) proportional to load^n.</summary>
public sealed class FiniteQueueLaws
{
    [Fact]
    public void Loss_wait_and_chances_are_those_of_the_states() => Laws.Hold(500, 1, history =>
    {
        var dice = new Dice(history.Length == 0 ? 3 : history[0]);
        var queue = new FiniteQueue(1 + dice.Next(1000), 1 + dice.Next(60));
        var load = dice.Of(0.01, 0.3, 0.9, 0.999, 1, 1.001, 1.4, 3, 12, dice.Next(4000) / 1000.0);
        var states = States(queue, load);
        Assert.Equal(states[^1], queue.LossAt(load), 1e-9);
        Assert.Equal(states.Select((p, n) => p * n).Sum() / queue.Rate, queue.WaitAt(load), 1e-6);
        var most = dice.Next(queue.Room + 2);
        Assert.Equal(states.Take(most + 1).Sum(), queue.ChanceOfAtMost(load, most), 1e-9);
    });

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.97)]
    [InlineData(1)]
    [InlineData(1.2)]
    [InlineData(6)]
    public void What_is_drawn_has_the_chances_of_the_states(double load)
    {
        var queue = new FiniteQueue(10, 12);
        var random = new Prng(5);
        var counts = new int[queue.Room + 1];
        const int Draws = 200_000;
        for (var i = 0; i < Draws; i++)
        {
            counts[queue.Found(load, random.NextDouble())]++;
        }

        var states = States(queue, load);
        for (var n = 0; n <= queue.Room; n++)
        {
            // Five standard deviations of a count.
            Assert.Equal(states[n], counts[n] / (double)Draws, (5 * Math.Sqrt(states[n] * (1 - states[n]) / Draws)) + 1e-9);
        }
    }

    static double[] States(FiniteQueue queue, double load)
    {
        var weights = Enumerable.Range(0, queue.Room + 1).Select(n => Math.Pow(load, n)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
