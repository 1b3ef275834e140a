namespace StreamWatch.Domain.Incidents;

/// <summary>
/// What an outage is consistent with: naive Bayes over a few signs (design: Detection, point 8), tempered because signs of one event are not
/// independent. Every number is from a source or judged, and none was fitted to one incident; <c>streamwatch evaluate</c> measures how
/// calibrated they are.
/// </summary>
public static class CauseJudge
{
    /// <summary>Judged: signs of one event repeat one another in part, so that each weighs a little less than it would alone.</summary>
    private const double Weight = 1.0;

    private static readonly Cause[] _causes =
    [
        Cause.NetworkStress, Cause.Shutdown, Cause.UpstreamOrCableCut, Cause.PowerLoss, Cause.RoutingMisconfiguration, Cause.Unexplained,
    ];

    // Judged: how often each is met by those who watch whole networks.
    private static readonly double[] _priors = [0.25, 0.25, 0.2, 0.15, 0.1, 0.05];

    /// <summary>The causes, most probable first, each with what speaks for it (it is likelier than under the others) and against it.</summary>
    public static IReadOnlyList<CauseProbability> Judge(Signs signs)
    {
        var found = CauseEvidence.Of(signs);
        var weights = _causes.Select((cause, i) => found.Aggregate(_priors[i], (weight, sign) => weight * Math.Pow(sign.Under(cause), Weight))).ToArray();
        var sum = weights.Sum();
        return
        [
            .. _causes
                .Select((cause, i) => new CauseProbability(cause, weights[i] / sum, [.. found.Select(sign => Say(sign, cause))]))
                .OrderByDescending(probable => probable.Probability)
                .ThenBy(probable => probable.Cause),
        ];
    }

    private static string Say(CauseEvidence sign, Cause cause)
    {
        var mean = _causes.Zip(_priors, (other, prior) => sign.Under(other) * prior).Sum();
        return (sign.Under(cause) >= mean ? "for: " : "against: ") + sign.Words;
    }
}
