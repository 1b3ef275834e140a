using System.Numerics;
using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Targets;
using Xunit;

namespace StreamWatch.Tests.Domain.Correlation;

/// <summary>The tail against adding up every outcome, and against the binomial.</summary>
public sealed class PoissonBinomialTests
{
    [Fact]
    public void It_is_the_sum_over_every_outcome()
    {
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var dice = new Random(seed);
            var chances = Enumerable.Range(0, dice.Next(1, 13)).Select(_ => dice.NextDouble() * dice.NextDouble()).ToList();
            for (var k = 0; k <= chances.Count + 1; k++)
            {
                var sum = 0.0;
                for (var outcome = 0u; outcome < 1u << chances.Count; outcome++)
                {
                    if (BitOperations.PopCount(outcome) >= k)
                    {
                        sum += chances.Select((p, i) => (outcome >> i & 1) == 1 ? p : 1 - p).Aggregate(1.0, (a, b) => a * b);
                    }
                }

                Assert.Equal(sum, PoissonBinomial.AtLeast(chances, k), 1e-12);
            }
        }
    }

    [Fact]
    public void With_equal_chances_it_is_the_binomial_far_into_the_tail()
    {
        foreach (var (n, p) in new[] { (5, 0.002), (40, 0.01), (300, 0.05) })
        {
            for (var k = 0; k <= n; k++)
            {
                var expected = Binomial.AtLeast(k, n, p);
                var found = PoissonBinomial.AtLeast(Enumerable.Repeat(p, n).ToList(), k);
                Assert.True(Math.Abs(found - expected) <= 1e-9 * expected + 1e-300, $"{n} {p} {k}: {found} for {expected}");
            }
        }
    }
}
