namespace StreamWatch.Domain.Incidents;

/// <summary>What a cause is judged by: what was measured of an outage and the time around it. What is not known is null.</summary>
public sealed record Signs
{
    // Judged: what happened up to an hour before half failed may have led to it; the return is looked at for a quarter of an hour more.
    private const int BinsBefore = 60;
    private const int BinsAfter = 15;

    /// <summary>Judged: a fall is over most of its way between these shares of it.</summary>
    private const double FallFrom = 0.15;
    private const double FallTo = 0.85;
    private const double Most = 0.8;
    private const double Few = 0.2;
    private const int FewAnswers = 3;

    /// <summary>What rose before half failed; null where nothing was probed or nothing failed.</summary>
    public RampKind? Ramp { get; init; }

    /// <summary>Minutes in which the share of probes that were served fell most of its way.</summary>
    public double? FallMinutes { get; init; }

    /// <summary>Share of the probes that were served between the fall and the first sign of the return, 0 to 1.</summary>
    public double? ServedMeanwhile { get; init; }

    /// <summary>Share of the answers between the fall and the first sign of the return that were slow, 0 to 1; null with fewer than three.</summary>
    public double? SlowMeanwhile { get; init; }

    /// <summary>Minutes between two probes of a target from one vantage point: nothing is known finer.</summary>
    public double? ProbeMinutes { get; init; }

    /// <summary>Share of the failed probes that the host answered with a refusal, a reset or an error, 0 to 1.</summary>
    public double? AnsweredWithErrors { get; init; }

    /// <summary>Share of the time in which some vantage points reached most targets and others hardly any, 0 to 1; null with fewer than two.</summary>
    public double? FromSomePlaces { get; init; }

    /// <summary>Share of the routers that answered while most units failed, 0 to 1.</summary>
    public double? RoutersAnswered { get; init; }

    /// <summary>Minutes from the first fifth of the units to four fifths serving again.</summary>
    public double? ReturnMinutes { get; init; }

    /// <summary>Share of slow answers in the return and shortly after, 0 to 1.</summary>
    public double? SlowReturn { get; init; }

    /// <summary>Least share of the routes that was seen, 0 and up.</summary>
    public double? LeastRoutes { get; init; }

    /// <summary>Greatest share of the space that was carried under another origin, 0 to 1; null where the routes are not known.</summary>
    public double? RoutesMoved { get; init; }

    /// <summary>Share of the space that some views carried and others did not when least was seen, 0 to 1; null where the routes stayed.</summary>
    public double? RoutesSplit { get; init; }

    /// <summary>Minutes from half of the probes failing to the routes being gone; negative where the routes went first; null where they were not gone.</summary>
    public double? RoutesLagMinutes { get; init; }

    /// <summary>Minutes from the routes being back to a fifth of the units serving again; negative where hosts were back first.</summary>
    public double? HostsLagMinutes { get; init; }

    /// <summary>Minutes from the nearest full or half hour to the start, -15 to 15; null where it crept in.</summary>
    public double? MinutesOffHour { get; init; }

    /// <summary>Whether what was probed failed at all while the routes changed; null where nothing was probed.</summary>
    public bool? HostsFailed { get; init; }

    /// <summary>Reads the signs of a story.</summary>
    public static Signs Of(OutageStory story, PhaseReader phases)
    {
        var probed = story.Bins.Any(bin => bin.Probes > 0);
        var signs = new Signs
        {
            HostsFailed = probed ? phases.FailingIndex is not null : null,
            LeastRoutes = phases.LeastRoutes,
            RoutesSplit = phases.RoutesSplit,
            RoutesMoved = phases.MostMoved,
        };
        if (phases.FailingIndex is not { } failing)
        {
            return signs with { MinutesOffHour = OffHour(phases.RoutesFellAt ?? story.OnsetAt) };
        }

        var at = story.At(story.Bins[failing].Bin);
        var (from, to) = FallOf(story, failing);
        var (first, most) = ReturnOf(story, failing);
        var meanwhile = Between(story, to + 1, (first ?? story.Bins.Count) - 1);
        var failed = Between(story, failing, first ?? story.Bins.Count);
        var back = first is { } begin ? Between(story, begin, (most ?? begin) + BinsAfter) : [];
        var down = failed.Where(bin => bin.FailingShare >= Most && bin.RoutersKnown > 0).ToList();
        var manifold = failed.Where(bin => bin.VantagesServed + bin.VantagesCutOff > 1).ToList();
        var minutes = story.BinWidth.TotalMinutes;
        return signs with
        {
            Ramp = phases.Ramp,
            FallMinutes = (to - from) * minutes,
            ServedMeanwhile = Share(meanwhile.Sum(bin => bin.Served), meanwhile.Sum(bin => bin.Probes)),
            SlowMeanwhile = meanwhile.Sum(bin => bin.Served) < FewAnswers ? null : Share(meanwhile.Sum(bin => bin.Slow), meanwhile.Sum(bin => bin.Served)),
            ProbeMinutes = story.Bins[failing].ProbeMinutes,
            AnsweredWithErrors = Share(failed.Sum(bin => bin.Alive), failed.Sum(bin => bin.Probes - bin.Served)),
            FromSomePlaces = Share(manifold.Count(bin => bin is { VantagesServed: > 0, VantagesCutOff: > 0 }), manifold.Count),
            RoutersAnswered = Share(down.Sum(bin => bin.RoutersKnown - bin.RoutersDown), down.Sum(bin => bin.RoutersKnown)),
            ReturnMinutes = first is { } one && most is { } other ? (other - one) * minutes : null,
            SlowReturn = Share(back.Sum(bin => bin.Slow), back.Sum(bin => bin.Served)),
            RoutesLagMinutes = (phases.RoutesFellAt - at)?.TotalMinutes,
            HostsLagMinutes = first is { } served && phases.RoutesRoseAt is { } routes ? (story.At(story.Bins[served].Bin) - routes).TotalMinutes : null,
            MinutesOffHour = phases.Ramp == RampKind.None ? OffHour(phases.RoutesFellAt < at ? phases.RoutesFellAt.Value : story.At(story.Bins[from].Bin) + story.BinWidth) : null,
        };
    }

    private static double? Share(double part, double whole) => whole == 0 ? null : part / whole;

    private static double OffHour(DateTime at)
    {
        var minutes = at.TimeOfDay.TotalMinutes % 30;
        return minutes > 15 ? minutes - 30 : minutes;
    }

    private static List<EntityBin> Between(OutageStory story, int from, int to) => [.. story.Bins.Skip(from).Take(Math.Max(0, to - from))];

    /// <summary>The last bin that was nearly as before, and the first that was nearly as bad as it became.</summary>
    private static (int From, int To) FallOf(OutageStory story, int failing)
    {
        var before = Between(story, failing - BinsBefore, failing);
        var after = Between(story, failing, failing + BinsAfter).Where(bin => bin.Probes > 0).ToList();
        var top = before.Count == 0 ? 1 : Share(before.Sum(bin => bin.Served), before.Sum(bin => bin.Probes)) ?? 1;
        var bottom = after.Min(Served);
        var (from, to) = (failing, failing);
        while (from > 0 && from > failing - BinsBefore && Served(story.Bins[from]) < top - (FallFrom * (top - bottom)))
        {
            from--;
        }

        while (to < story.Bins.Count - 1 && Served(story.Bins[to]) > top - (FallTo * (top - bottom)))
        {
            to++;
        }

        return (from, to);
        double Served(EntityBin bin) => bin.Probes == 0 ? top : (double)bin.Served / bin.Probes;
    }

    /// <summary>The bins from which on a fifth, and four fifths of the units served again; null where they do not.</summary>
    private static (int? First, int? Most) ReturnOf(OutageStory story, int failing)
    {
        if (story.RecoveredAt is not { } recovered)
        {
            return (null, null);
        }

        int? first = null;
        int? most = null;
        for (var i = failing; i < story.Bins.Count && story.At(story.Bins[i].Bin) <= recovered + (BinsAfter * story.BinWidth); i++)
        {
            if (story.Bins[i].FailingShare is { } share)
            {
                first = share > Most ? null : first ?? i;
                most = share >= Few ? null : most ?? i;
            }
        }

        return (first, most);
    }
}
