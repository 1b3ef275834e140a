namespace StreamWatch.Domain.Incidents;

/// <summary>
/// What an outage is consistent with: naive Bayes over a few signs (design: Detection, point 8). Every number below is from a source or judged,
/// and none was fitted to one incident; <c>streamwatch evaluate</c> measures how calibrated they are.
/// </summary>
public static class CauseJudge
{
    /// <summary>A sign as it was found, and how likely it is under each cause, in the order of <see cref="_causes"/>.</summary>
    private readonly record struct Found(string Evidence, double[] Likelihood);

    private static readonly Cause[] _causes =
    [
        Cause.NetworkStress, Cause.Shutdown, Cause.UpstreamOrCableCut, Cause.PowerLoss, Cause.RoutingMisconfiguration, Cause.Unexplained,
    ];

    // Judged: how often each is met by those who watch whole networks.
    private static readonly double[] _priors = [0.25, 0.25, 0.2, 0.15, 0.1, 0.05];

    // Instability before a blackout fits an attack; failing power flaps too (root DNS 2016; judged).
    private static readonly double[] _ramp = [0.9, 0.05, 0.07, 0.1, 0.05, 0.3];

    // Shutdowns start on :00 or :30 91 % of the time (n = 166), cable cuts 17 % (n = 40), power cuts 27 % (n = 15); by chance a sixth.
    private static readonly double[] _onTheHour = [0.17, 0.91, 0.17, 0.27, 0.17, 0.17];

    // 14 of 15 power cuts stayed visible in BGP; an attacked border router drops its sessions with the hold time behind (judged else).
    private static readonly double[] _routesKept = [0.35, 0.05, 0.15, 0.85, 0.02, 0.4];
    private static readonly double[] _routesTogether = [0.1, 0.83, 0.6, 0.03, 0.4, 0.3];
    private static readonly double[] _routesLater = [0.5, 0.07, 0.1, 0.1, 0.03, 0.15];
    private static readonly double[] _routesPartly = [0.05, 0.05, 0.15, 0.02, 0.55, 0.15];

    // Judged: machines boot one after the other, backlogs clear by kind of service; what was switched or spliced is back at once.
    private static readonly double[] _backTogether = [0.25, 0.85, 0.75, 0.1, 0.6, 0.5];

    // Judged: where the routes change and the hosts are as before, it is the routes that are at fault.
    private static readonly double[] _hostsWell = [0.02, 0.02, 0.05, 0.02, 0.3, 0.1];

    /// <summary>The causes, most probable first, each with what speaks for it (its likelihood is above the mean) and against it.</summary>
    public static IReadOnlyList<CauseProbability> Judge(Signs signs)
    {
        var found = Collect(signs);
        var weights = _causes.Select((_, i) => found.Aggregate(_priors[i], (weight, sign) => weight * sign.Likelihood[i])).ToArray();
        var sum = weights.Sum();
        return
        [
            .. _causes
                .Select((cause, i) => new CauseProbability(cause, weights[i] / sum, [.. found.Select(sign => Say(sign, i))]))
                .OrderByDescending(probable => probable.Probability)
                .ThenBy(probable => probable.Cause),
        ];
    }

    private static string Say(Found sign, int cause)
    {
        var mean = sign.Likelihood.Zip(_priors, (likelihood, prior) => likelihood * prior).Sum();
        return (sign.Likelihood[cause] >= mean ? "for: " : "against: ") + sign.Evidence;
    }

    private static List<Found> Collect(Signs signs)
    {
        var found = new List<Found>();
        if (signs.HasRamp is { } ramp)
        {
            found.Add(ramp ? new("loss and delay rose before half failed", _ramp) : new("it stopped at once, without loss or delay before", Not(_ramp)));
        }

        found.Add(signs.OnTheHour ? new("it began on the hour or half hour", _onTheHour) : new("it did not begin on the hour or half hour", Not(_onTheHour)));
        if (signs.Routes is { } routes)
        {
            found.Add(routes switch
            {
                RouteFate.Kept => new("the routes stayed", _routesKept),
                RouteFate.LostTogether => new("the routes went with the hosts or before them", _routesTogether),
                RouteFate.LostLater => new("the routes went last, by more than the hold time of a session", _routesLater),
                _ => new("some views carried the routes all the time", _routesPartly),
            });
        }

        if (signs.HostsFailed is { } failed)
        {
            found.Add(failed ? new("what is probed failed", Not(_hostsWell)) : new("what is probed was as before", _hostsWell));
        }

        if (signs.CameBackTogether is { } together)
        {
            found.Add(together ? new("everything came back at once", _backTogether) : new("it came back one after the other", Not(_backTogether)));
        }

        return found;
    }

    private static double[] Not(double[] likelihood) => [.. likelihood.Select(value => 1 - value)];
}
