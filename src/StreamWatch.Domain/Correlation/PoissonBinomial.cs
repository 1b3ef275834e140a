namespace StreamWatch.Domain.Correlation;

/// <summary>Number of events among independent ones of different chances (Poisson-binomial distribution).</summary>
public static class PoissonBinomial
{
    /// <summary>P(X ≥ k): the chance that so many or more of them happen together.</summary>
    /// <param name="chances">Chance of each, 0 to 1.</param>
    /// <param name="k">At least so many.</param>
    public static double AtLeast(IReadOnlyList<double> chances, int k)
    {
        if (k <= 0)
        {
            return 1;
        }

        if (k > chances.Count)
        {
            return 0;
        }

        // tail[j] = P(exactly j of those seen so far) for j < k, tail[k] = P(k or more). Sums of positive terms only, so that a tail of 1e-30
        // is as precise as one of 0.1; 1 - P(fewer) would not be.
        var tail = new double[k + 1];
        tail[0] = 1;
        for (var i = 0; i < chances.Count; i++)
        {
            var p = chances[i];
            tail[k] += tail[k - 1] * p;
            for (var j = Math.Min(k - 1, i + 1); j > 0; j--)
            {
                tail[j] = (tail[j] * (1 - p)) + (tail[j - 1] * p);
            }

            tail[0] *= 1 - p;
        }

        return Math.Min(1, tail[k]);
    }
}
