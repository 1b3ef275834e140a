namespace StreamWatch.Domain.Targets;

/// <summary>The binomial distribution.</summary>
public static class Binomial
{
    /// <summary>P(X ≥ k) of n independent trials with chance p each.</summary>
    /// <param name="k">At least so many; 0 and less give 1.</param>
    /// <param name="n">Trials, 0 and up.</param>
    /// <param name="p">Chance of each, 0 to 1.</param>
    public static double AtLeast(int k, int n, double p)
    {
        if (k <= 0)
        {
            return 1;
        }

        if (k > n || p <= 0)
        {
            return 0;
        }

        if (p >= 1)
        {
            return 1;
        }

        // From the term of k upwards, each by its ratio to the one before; in logarithms so that nothing underflows on the way.
        var log = (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p));
        for (var i = 1; i <= k; i++)
        {
            log += Math.Log((double)(n - k + i) / i);
        }

        var term = Math.Exp(log);
        var sum = term;
        for (var i = k; i < n && term > sum * double.Epsilon; i++)
        {
            term *= (double)(n - i) / (i + 1) * p / (1 - p);
            sum += term;
        }

        return Math.Min(1, sum);
    }
}
