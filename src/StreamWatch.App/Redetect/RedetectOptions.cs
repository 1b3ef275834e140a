using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Redetect;

/// <summary>What is detected again, and how it is decided.</summary>
internal sealed record RedetectOptions
{
    /// <summary>Outages that began from here on are looked at, and those that were open; UTC.</summary>
    public required DateTime From { get; init; }

    /// <summary>Outages that began before here are looked at, UTC.</summary>
    public required DateTime To { get; init; }

    /// <summary>How much before <see cref="From"/> is read, so that baselines are known by then; null for the longest window of a baseline, and as far back as the tables of routes ask for.</summary>
    public TimeSpan? LeadIn { get; init; }

    /// <summary>What is watched by name.</summary>
    public required WatchList Watch { get; init; }

    /// <summary>Whether that is to be watched which the newest run watched, since nothing else was asked for.</summary>
    public bool WatchAsLast { get; init; }

    /// <summary>Whether probes are then judged by the numbers of that run too, since no others were asked for.</summary>
    public bool ProbingAsLast { get; init; }

    /// <summary>The numbers that the detection by routes decides with.</summary>
    public required DetectionOptions Detection { get; init; }

    /// <summary>The numbers that the detection by probes decides with.</summary>
    public ProbingOptions Probing { get; init; } = new();

    /// <summary>What is read before, where nothing else was asked for.</summary>
    public TimeSpan UsualLeadIn => Detection.BaselineWindow > Probing.BaselineWindow ? Detection.BaselineWindow : Probing.BaselineWindow;

    /// <summary>The longest that an outage stays open.</summary>
    public TimeSpan LongestOpen => Detection.RebaselineAfter > Probing.RebaselineAfter ? Detection.RebaselineAfter : Probing.RebaselineAfter;

    /// <summary>The time that a baseline takes to be known.</summary>
    public TimeSpan WarmUp
    {
        get
        {
            var routes = Detection.WarmUpBins * Detection.AsnBin;
            var probes = Probing.WarmUpBins * Probing.TargetBin;
            return routes > probes ? routes : probes;
        }
    }

    /// <summary>What is read behind the end of everything that is looked at: enough for what began last to open, and for its incident to be over for good.</summary>
    public TimeSpan Settling => WarmUp + ((Detection.OpenBins + Detection.CloseBins) * Detection.AsnBin) + Detection.Grace + TimeSpan.FromHours(2);

    /// <summary>Whether an outage is of the time that is looked at: it began within it, or was open when it began.</summary>
    public bool LooksAt(OutageRevision outage)
    {
        var end = outage.RecoveredAt ?? (outage.State == OutageState.Rebaselined ? outage.OnsetAt + LongestOpen : DateTime.MaxValue);
        return outage.OnsetAt < To && (outage.OnsetAt >= From || end > From);
    }
}
