namespace StreamWatch.Domain.Incidents;

/// <summary>What a cause is judged by, read from the phases of an outage.</summary>
public sealed record Signs
{
    // Judged: a start within two minutes of :00 or :30 is on the hour (a sixth of all minutes would be by chance); routes that go within
    // three minutes of the hosts go with them: the hold time of BGP is 90 to 180 s (RFC 4271 section 10, and what routers ship with).
    private const double OnTheHourMinutes = 2;
    private static readonly TimeSpan _together = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan _atOnce = TimeSpan.FromMinutes(4);
    private const double RoutesKept = 0.9;
    private const double RoutesLost = 0.1;

    /// <summary>Loss and delay rose before half failed; null where nothing was probed.</summary>
    public bool? HasRamp { get; init; }

    /// <summary>What became of the routes; null where they are not known.</summary>
    public RouteFate? Routes { get; init; }

    /// <summary>Whether it began on the hour or half hour.</summary>
    public bool OnTheHour { get; init; }

    /// <summary>Whether what was probed failed at all while the routes changed; null where nothing was probed.</summary>
    public bool? HostsFailed { get; init; }

    /// <summary>Whether services came back at about the same time (true) or one after the other (false); null where they are not back.</summary>
    public bool? CameBackTogether { get; init; }

    /// <summary>Reads the signs of a story.</summary>
    public static Signs Of(OutageStory story, PhaseReader phases)
    {
        var probed = story.Bins.Any(bin => bin.Probes > 0);
        DateTime? Start(Phase phase) => phases.Phases.FirstOrDefault(start => start.Phase == phase)?.At;
        var failing = Start(Phase.Failing);
        var began = new[] { Start(Phase.Degrading), failing, phases.RoutesGoneAt }.Min() ?? story.OnsetAt;
        return new Signs
        {
            HasRamp = probed && failing is not null ? Start(Phase.Degrading) is not null : null,
            Routes = FateOf(story, phases, failing),
            OnTheHour = IsOnTheHour(began, story.BinWidth),
            HostsFailed = probed ? failing is not null : null,
            CameBackTogether = TogetherOf(story, failing),
        };
    }

    private static bool IsOnTheHour(DateTime at, TimeSpan binWidth)
    {
        // A start is known to the bin: what happened at :00 is seen in the bin from :00 on.
        var minutes = at.TimeOfDay.TotalMinutes % 30;
        return minutes <= OnTheHourMinutes + binWidth.TotalMinutes - 1 || minutes >= 30 - OnTheHourMinutes;
    }

    private static RouteFate? FateOf(OutageStory story, PhaseReader phases, DateTime? failing)
    {
        if (phases.LeastRoutes is not { } least)
        {
            return null;
        }

        if (least >= RoutesKept)
        {
            return RouteFate.Kept;
        }

        if (least > RoutesLost)
        {
            return RouteFate.PartlyLost;
        }

        return failing is { } hosts && phases.RoutesGoneAt - hosts > _together ? RouteFate.LostLater : RouteFate.LostTogether;
    }

    /// <summary>From the first bin at the end in which a fifth of the units serves to that in which four fifths do.</summary>
    private static bool? TogetherOf(OutageStory story, DateTime? failing)
    {
        if (failing is null || story.RecoveredAt is not { } recovered)
        {
            return null;
        }

        DateTime? first = null;
        DateTime? most = null;
        foreach (var bin in story.Bins.Where(bin => bin.UnitsKnown > 0 && story.At(bin.Bin) >= failing && story.At(bin.Bin) <= recovered + _atOnce))
        {
            var at = story.At(bin.Bin);
            first = bin.FailingShare > 0.8 ? null : first ?? at;
            most = bin.FailingShare >= 0.2 ? null : most ?? at;
        }

        return first is null || most is null ? null : most - first <= _atOnce;
    }
}
