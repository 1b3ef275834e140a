using System.Globalization;

namespace StreamWatch.Tests.Schemas.Batches;

/// <summary>What each partition has to carry, and how uneven that is.</summary>
sealed class PartitionLoad(int partitions)
{
    readonly double[] _loads = new double[partitions];

    public int Partitions => partitions;

    public double Total => _loads.Sum();

    /// <summary>The fullest partition against the mean; 1 where all are alike.</summary>
    public double Skew => _loads.Max() * partitions / Total;

    public void Add(int partition, double weight) => _loads[partition] += weight;

    /// <summary>
    /// The skew that chance alone gives with weights spread by a fair hash: each partition has the mean and a standard deviation of √(Σw²/n), and the fullest of
    /// n lies at most √(2 ln n) of them above it, plus the heaviest weight, which lies somewhere whole. Twice that is allowed.
    /// </summary>
    public double SkewByChance(double sumOfSquares, double heaviest)
    {
        var mean = Total / partitions;
        return 1 + (2 * ((Math.Sqrt(2 * Math.Log(partitions) * sumOfSquares / partitions) + heaviest) / mean));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partitions,4} partitions: max/mean {Skew:F3}");
}
