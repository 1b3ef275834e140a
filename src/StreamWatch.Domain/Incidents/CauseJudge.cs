namespace StreamWatch.Domain.Incidents;

/// <summary>
/// What an outage is consistent with: naive Bayes over a few signs (design: Detection, point 8). Every number is from a source or judged, and none
/// was fitted to one incident; <c>streamwatch evaluate</c> measures how calibrated they are.
/// </summary>
public static class CauseJudge
{
    /// <summary>Judged: a sign that is a fifth likelier, or less likely, under a cause than over all of them is worth telling.</summary>
    private const double Telling = 1.2;

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
        var weights = _causes.Select((cause, i) => found.Aggregate(_priors[i], (weight, sign) => weight * sign.Under(cause))).ToArray();
        var sum = weights.Sum();
        return
        [
            .. _causes
                .Select((cause, i) => new CauseProbability(cause, weights[i] / sum, [.. found.Select(sign => Say(sign, cause)).OfType<string>()]))
                .OrderByDescending(probable => probable.Probability)
                .ThenBy(probable => probable.Cause),
        ];
    }

    /// <summary>What a sign says of a cause; null where it hardly says anything.</summary>
    private static string? Say(CauseEvidence sign, Cause cause)
    {
        var weight = sign.Under(cause) / _causes.Zip(_priors, (other, prior) => sign.Under(other) * prior).Sum();
        return weight >= Telling ? "for: " + sign.Words : weight <= 1 / Telling ? "against: " + sign.Words : null;
    }
}
