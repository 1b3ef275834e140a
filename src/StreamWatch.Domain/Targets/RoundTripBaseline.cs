namespace StreamWatch.Domain.Targets;

/// <summary>
/// Median and MAD (median absolute deviation) of a target's round trip times over a memory that fades, from a histogram of logarithmic
/// buckets, eight an octave from 0.05 ms to 52 s: 4 % of resolution in 640 bytes, and the same whatever the order within a bin.
/// </summary>
/// <param name="memory">Round trips after which one weighs 1/e.</param>
public sealed class RoundTripBaseline(double memory)
{
    private const double LeastMilliseconds = 0.05;
    private const int BucketsInOctave = 8;
    private const int Buckets = 160;
    private const int Needed = 12;
    private const int RefreshEvery = 16;

    /// <summary>Weights grow instead of old ones shrinking; they are brought back before a float would lose the new ones.</summary>
    private const double TooHeavy = 1e6;

    // Judged: an answer is slow above six MADs (about four standard deviations), half of the median more, and 5 ms more.
    private const double SlowDeviations = 6;
    private const double SlowShare = 0.5;
    private const double SlowMilliseconds = 5;

    private readonly double _growth = Math.Exp(1 / memory);
    private readonly float[] _weights = new float[Buckets];
    private double _weight = 1;
    private int _seen;
    private int _fresh = RefreshEvery;
    private double _median;
    private double _deviation;

    /// <summary>Median, milliseconds; null before 12 round trips.</summary>
    public double? Median => _seen < Needed ? null : Refresh().Median;

    /// <summary>Median absolute deviation, milliseconds; null before 12 round trips.</summary>
    public double? Deviation => _seen < Needed ? null : Refresh().Deviation;

    /// <summary>Whether a round trip takes far longer than the target's usual ones; false before 12 round trips.</summary>
    public bool IsSlow(double milliseconds)
    {
        if (_seen < Needed)
        {
            return false;
        }

        var (median, deviation) = Refresh();
        return milliseconds > median + Math.Max(SlowDeviations * deviation, Math.Max(SlowShare * median, SlowMilliseconds));
    }

    /// <summary>Takes a round trip.</summary>
    public void See(double milliseconds)
    {
        _seen++;
        _fresh++;
        _weight *= _growth;
        _weights[BucketOf(milliseconds)] += (float)_weight;
        if (_weight > TooHeavy)
        {
            for (var i = 0; i < Buckets; i++)
            {
                _weights[i] = (float)(_weights[i] / _weight);
            }

            _weight = 1;
        }
    }

    private static int BucketOf(double milliseconds) =>
        Math.Clamp((int)(Math.Log2(Math.Max(milliseconds, LeastMilliseconds) / LeastMilliseconds) * BucketsInOctave), 0, Buckets - 1);

    private static double MiddleOf(int bucket) => LeastMilliseconds * Math.Pow(2, (bucket + 0.5) / BucketsInOctave);

    private (double Median, double Deviation) Refresh()
    {
        if (_fresh >= RefreshEvery)
        {
            _fresh = 0;
            var half = _weights.Sum(weight => (double)weight) / 2;
            var bucket = 0;
            for (var sum = (double)_weights[0]; sum < half && bucket < Buckets - 1; sum += _weights[bucket])
            {
                bucket++;
            }

            _median = MiddleOf(bucket);
            _deviation = DeviationFrom(bucket, half);
        }

        return (_median, _deviation);
    }

    /// <summary>Goes outwards from the median, always to the nearer side, until half of the weight lies between.</summary>
    private double DeviationFrom(int median, double half)
    {
        var (low, high) = (median, median);
        var sum = (double)_weights[median];
        var deviation = 0.0;
        while (sum < half && (low > 0 || high < Buckets - 1))
        {
            var below = low > 0 ? _median - MiddleOf(low - 1) : double.MaxValue;
            var above = high < Buckets - 1 ? MiddleOf(high + 1) - _median : double.MaxValue;
            deviation = Math.Min(below, above);
            sum += below < above ? _weights[--low] : _weights[++high];
        }

        return deviation;
    }
}
