using StreamWatch.Domain.Targets;
using Xunit;

namespace StreamWatch.Tests.Domain.Targets;

/// <summary>Trinocular's belief, probe by probe.</summary>
public sealed class BeliefTests
{
    [Theory]
    [InlineData(0.99, 2)]
    [InlineData(0.9, 3)]
    [InlineData(0.5, 10)]
    public void The_more_reliably_a_host_answers_the_fewer_misses_prove_it_down(double rate, int misses)
    {
        var belief = Answering(rate);
        for (var i = 1; i < misses; i++)
        {
            belief.See(answered: false, rate);
            Assert.True(belief.IsUp, $"down after {i} misses");
        }

        belief.See(answered: false, rate);
        Assert.False(belief.IsUp);
    }

    [Fact]
    public void One_stray_answer_does_not_bring_it_back_and_two_in_a_row_do()
    {
        var belief = Answering(0.99);
        foreach (var answered in new[] { false, false, false, true, false, true })
        {
            belief.See(answered, 0.99);
        }

        Assert.False(belief.IsUp);
        belief.See(answered: true, 0.99);
        Assert.True(belief.IsUp);
    }

    [Fact]
    public void Before_anything_is_decided_nothing_is_believed()
    {
        var belief = new Belief();
        Assert.Null(belief.IsUp);
        belief.See(answered: true, 0.99);
        Assert.Null(belief.IsUp);
        belief.See(answered: true, 0.99);
        Assert.True(belief.IsUp);
    }

    [Fact]
    public void It_stays_within_its_limits_whatever_is_seen() => Laws.Hold(200, 300, history =>
    {
        var belief = new Belief();
        foreach (var step in history)
        {
            var dice = new Dice(step);
            belief.See(dice.Next(2) == 0, dice.Of(0.1, 0.5, 0.9, 0.99));
            Assert.InRange(belief.Value, 0.01, 0.99);
        }
    });

    static Belief Answering(double rate)
    {
        var belief = new Belief();
        for (var i = 0; i < 5; i++)
        {
            belief.See(answered: true, rate);
        }

        Assert.True(belief.IsUp);
        return belief;
    }
}
