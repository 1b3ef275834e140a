namespace StreamWatch.Domain.Incidents;

/// <summary>
/// A sign as it was found, and how likely it is under each cause. A sign has two or more outcomes, and under a cause the likelihoods of its
/// outcomes sum up to 1.
/// </summary>
/// <param name="Words">What was found, in a sentence.</param>
/// <param name="Stress">Its likelihood under stress on the network, 0 to 1.</param>
/// <param name="Shutdown">Under a shutdown.</param>
/// <param name="Cut">Under a cut of a cable or the upstream.</param>
/// <param name="Power">Under a loss of power.</param>
/// <param name="Routing">Under a fault in routing.</param>
/// <param name="Unexplained">Under anything else.</param>
public sealed record CauseEvidence(string Words, double Stress, double Shutdown, double Cut, double Power, double Routing, double Unexplained)
{
    // Judged: what falls within three minutes fell at once, as far as bins of a minute and two probes for a belief can tell; what is back
    // within four came back at once; where probes are further apart, within two of them. A start is on the hour from a minute before to two
    // minutes after :00 or :30, or a probe.
    private const double AtOnceMinutes = 3;
    private const double TogetherMinutes = 4;
    private const double Looks = 2;
    private const double BeforeHourMinutes = -1;
    private const double AfterHourMinutes = 2;

    // BGP's hold time is 90 to 180 s (RFC 4271 section 10, and what routers ship with); routes are seen to the minute.
    private const double HoldTimeMinutes = 3;
    private const double LongAfterMinutes = 6;
    private const double RoutesKept = 0.9;
    private const double RoutesLost = 0.1;
    private const double RoutesSplit = 0.3;
    private const double Some = 0.1;
    private const double Quarter = 0.25;
    private const double Half = 0.5;

    /// <summary>The likelihood under a cause.</summary>
    public double Under(Cause cause) => cause switch
    {
        Cause.NetworkStress => Stress,
        Cause.Shutdown => Shutdown,
        Cause.UpstreamOrCableCut => Cut,
        Cause.PowerLoss => Power,
        Cause.RoutingMisconfiguration => Routing,
        _ => Unexplained,
    };

    /// <summary>Everything that the signs say of the cause.</summary>
    public static IReadOnlyList<CauseEvidence> Of(Signs signs)
    {
        CauseEvidence?[] all =
        [
            OfHosts(signs.HostsFailed), OfRamp(signs.Ramp), OfFall(signs), OfMeanwhile(signs.SlowMeanwhile), OfHour(signs), OfRoutes(signs), OfPlaces(signs.FromSomePlaces),
            OfOrigin(signs.RoutesMoved), OfRouters(signs), OfErrors(signs.AnsweredWithErrors), OfReturn(signs), OfSlowReturn(signs.SlowReturn),
        ];
        return [.. all.OfType<CauseEvidence>()];
    }

    // Judged: where the routes change and the hosts are as before, it is the routes that are at fault, or a path that others took over.
    private static CauseEvidence? OfHosts(bool? failed) => failed switch
    {
        null => null,
        true => new("what is probed failed", 0.98, 0.98, 0.9, 0.98, 0.75, 0.9),
        false => new("what is probed was as before", 0.02, 0.02, 0.1, 0.02, 0.25, 0.1),
    };

    // Instability before a blackout fits an attack (root DNS 2016: delay rose by ten ms and half of the answers were lost); a cut has none before
    // it; failing power may flap (judged).
    private static CauseEvidence? OfRamp(RampKind? ramp) => ramp switch
    {
        RampKind.Delay => new("answers became slow before half failed", 0.85, 0.03, 0.04, 0.04, 0.03, 0.25),
        RampKind.Loss => new("loss came and went before half failed", 0.1, 0.03, 0.04, 0.08, 0.07, 0.15),
        RampKind.None => new("nothing was slow or lossy before half failed", 0.05, 0.94, 0.92, 0.88, 0.9, 0.6),
        _ => null,
    };

    // Judged: batteries last for different times, and networks learn of a route's end one after the other; a switch and a cable are one moment.
    // With a ramp before, how long the fall took says nothing more.
    private static CauseEvidence? OfFall(Signs signs) => signs is { Ramp: RampKind.None, FallMinutes: { } minutes }
        ? minutes <= Math.Max(AtOnceMinutes, Looks * signs.ProbeMinutes ?? 0)
            ? new("everything that failed did so at once", 0.5, 0.92, 0.94, 0.5, 0.6, 0.7)
            : new("one failed after the other", 0.5, 0.08, 0.06, 0.5, 0.4, 0.3)
        : null;

    // Judged: what gets through a link that is full is slow; what has no power or no path answers nothing, and what is spared answers as ever.
    private static CauseEvidence? OfMeanwhile(double? slow) => slow switch
    {
        null => null,
        >= Quarter => new("what was answered meanwhile was slow", 0.6, 0.08, 0.15, 0.08, 0.05, 0.2),
        _ => new("what was answered meanwhile was as fast as ever", 0.4, 0.92, 0.85, 0.92, 0.95, 0.8),
    };

    // Shutdowns start on :00 or :30 91 % of the time (n = 166), cable cuts 17 % (n = 40), power cuts 27 % (n = 15); by chance a seventh.
    private static CauseEvidence? OfHour(Signs signs) => signs.MinutesOffHour switch
    {
        null => null,
        >= BeforeHourMinutes and var minutes when minutes <= Math.Max(AfterHourMinutes, signs.ProbeMinutes ?? 0) => new("it began on the hour or half hour", 0.15, 0.91, 0.17, 0.27, 0.15, 0.15),
        _ => new("it did not begin on the hour or half hour", 0.85, 0.09, 0.83, 0.73, 0.85, 0.85),
    };

    // 14 of 15 power cuts stayed visible in BGP; an attacked border router drops its sessions with the hold time behind, and a far end that only
    // misses keepalives does too; some shutdowns only filter; networks that refuse a route are some of all (judged else).
    private static CauseEvidence? OfRoutes(Signs signs) => FateOf(signs) switch
    {
        RouteFate.Kept => new("the routes stayed", 0.35, 0.08, 0.06, 0.85, 0.03, 0.4),
        RouteFate.LostTogether => new("the routes went with the hosts or before them", 0.04, 0.85, 0.55, 0.03, 0.3, 0.25),
        RouteFate.LostByHoldTime => new("the routes went after the hosts, by about the hold time of a session", 0.24, 0.02, 0.15, 0.04, 0.02, 0.1),
        RouteFate.LostLater => new("the routes went last, by more than the hold time of a session", 0.27, 0.01, 0.02, 0.05, 0.02, 0.08),
        RouteFate.PartLost => new("a part of the routes was gone everywhere, the rest stayed", 0.07, 0.03, 0.19, 0.02, 0.08, 0.1),
        RouteFate.Split => new("some views carried the routes and others did not", 0.03, 0.01, 0.03, 0.01, 0.55, 0.07),
        _ => null,
    };

    // Judged: where somebody else announces what is dark, traffic went astray.
    private static CauseEvidence? OfOrigin(double? moved) => moved switch
    {
        null => null,
        >= Some => new("routes were seen with another origin", 0.003, 0.003, 0.003, 0.003, 0.3, 0.02),
        _ => new("the origin of the routes stayed", 0.997, 0.997, 0.997, 0.997, 0.7, 0.98),
    };

    // Judged: a network that is down is so from everywhere; refused or misled routes depend on the place.
    private static CauseEvidence? OfPlaces(double? share) => share switch
    {
        null => null,
        >= Half => new("some vantage points were served and others were not", 0.03, 0.02, 0.04, 0.02, 0.35, 0.1),
        _ => new("it was the same from all vantage points", 0.97, 0.98, 0.96, 0.98, 0.65, 0.9),
    };

    // Judged: border routers have better supplies than halls of servers, and stand before what floods them.
    private static CauseEvidence? OfRouters(Signs signs) => signs.RoutersAnswered switch
    {
        null => null,
        >= Half => new("its routers answered meanwhile", 0.25, 0.1, 0.1, 0.7, 0.1, 0.3),
        _ => new("its routers were silent too", 0.75, 0.9, 0.9, 0.3, 0.9, 0.7),
    };

    // Judged: servers under stress refuse, reset and send errors; what is cut off says nothing.
    private static CauseEvidence? OfErrors(double? share) => share switch
    {
        null => null,
        >= Some => new("hosts answered with refusals and errors", 0.25, 0.03, 0.03, 0.05, 0.03, 0.2),
        _ => new("hosts did not answer at all", 0.75, 0.97, 0.97, 0.95, 0.97, 0.8),
    };

    // Judged: machines boot one after the other, backlogs clear by kind of service; what was switched or spliced is back at once.
    private static CauseEvidence? OfReturn(Signs signs) => signs.ReturnMinutes switch
    {
        null => null,
        var minutes when minutes <= Math.Max(TogetherMinutes, Looks * signs.ProbeMinutes ?? 0) => new("everything came back at once", 0.4, 0.88, 0.8, 0.15, 0.85, 0.5),
        _ => new("it came back one after the other", 0.6, 0.12, 0.2, 0.85, 0.15, 0.5),
    };

    // Judged: what is back under load, or over a part of its capacity, answers slowly.
    private static CauseEvidence? OfSlowReturn(double? share) => share switch
    {
        null => null,
        >= Some => new("answers were slow when it came back", 0.4, 0.08, 0.15, 0.08, 0.05, 0.15),
        _ => new("answers were as fast as ever when it came back", 0.6, 0.92, 0.85, 0.92, 0.95, 0.85),
    };

    private static RouteFate? FateOf(Signs signs) => signs switch
    {
        // What somebody else announces is neither kept nor lost: that it moved is the sign.
        { LeastRoutes: null } or { RoutesMoved: >= Some } => null,
        { LeastRoutes: >= RoutesKept } => RouteFate.Kept,
        { RoutesSplit: >= RoutesSplit } => RouteFate.Split,
        { LeastRoutes: > RoutesLost } => RouteFate.PartLost,
        { RoutesLagMinutes: >= LongAfterMinutes } => RouteFate.LostLater,
        { RoutesLagMinutes: >= HoldTimeMinutes } => RouteFate.LostByHoldTime,
        _ => RouteFate.LostTogether,
    };
}
