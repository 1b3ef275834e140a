using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Evaluation;

/// <summary>Whether causes named with a probability are right that often: the first cause of each incident, in ten bins of its probability.</summary>
public sealed record Calibration
{
    public const int Bins = 10;

    /// <summary>Resamples of the bootstrap.</summary>
    public const int Resamples = 2000;

    private const ulong Seed = 20_220_114;

    /// <summary>Expected calibration error (Naeini and others 2015), 0 to 1: mean distance between probability and hit rate, weighted by the bins' counts.</summary>
    public required double Error { get; init; }

    /// <summary>95 % interval of the error by the percentile bootstrap over incidents; the same every time.</summary>
    public required (double Low, double High) Error95 { get; init; }

    /// <summary>Mean of Brier's scores, 0 to 2.</summary>
    public required double Brier { get; init; }

    /// <summary>95 % interval of it, by the same resamples.</summary>
    public required (double Low, double High) Brier95 { get; init; }

    /// <summary>The bins that have incidents.</summary>
    public required IReadOnlyList<CalibrationBin> Curve { get; init; }

    /// <summary>Of these; null of none.</summary>
    public static Calibration? Of(IReadOnlyList<CauseOutcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return null;
        }

        var said = outcomes.Select(outcome => (outcome.Confidence, outcome.IsRight, outcome.Brier)).ToArray();
        var random = new Prng(Seed);
        var errors = new double[Resamples];
        var briers = new double[Resamples];
        var resample = new (double Confidence, bool IsRight, double Brier)[said.Length];
        for (var i = 0; i < Resamples; i++)
        {
            for (var j = 0; j < said.Length; j++)
            {
                resample[j] = said[random.Whole(0, said.Length)];
            }

            errors[i] = ErrorOf(CurveOf(resample), said.Length);
            briers[i] = resample.Average(one => one.Brier);
        }

        var curve = CurveOf(said);
        return new Calibration
        {
            Error = ErrorOf(curve, said.Length),
            Error95 = Middle95(errors),
            Brier = said.Average(one => one.Brier),
            Brier95 = Middle95(briers),
            Curve = curve,
        };
    }

    private static (double Low, double High) Middle95(double[] values)
    {
        Array.Sort(values);
        return (Spread.Quantile(values, 0.025), Spread.Quantile(values, 0.975));
    }

    private static double ErrorOf(IReadOnlyList<CalibrationBin> curve, int count) =>
        curve.Sum(bin => Math.Abs(bin.HitRate - bin.MeanConfidence) * bin.Count) / count;

    private static List<CalibrationBin> CurveOf((double Confidence, bool IsRight, double Brier)[] said)
    {
        Span<int> counts = stackalloc int[Bins];
        Span<int> hits = stackalloc int[Bins];
        Span<double> confidences = stackalloc double[Bins];
        foreach (var (confidence, isRight, _) in said)
        {
            var bin = Math.Min(Bins - 1, (int)(confidence * Bins));
            counts[bin]++;
            hits[bin] += isRight ? 1 : 0;
            confidences[bin] += confidence;
        }

        var curve = new List<CalibrationBin>();
        for (var bin = 0; bin < Bins; bin++)
        {
            if (counts[bin] > 0)
            {
                curve.Add(new CalibrationBin((double)bin / Bins, counts[bin], confidences[bin] / counts[bin], (double)hits[bin] / counts[bin]));
            }
        }

        return curve;
    }
}
