using System.Globalization;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Incidents;

/// <summary>Reads the phases of an outage from what was seen of it (design: Detection, point 7).</summary>
public sealed class PhaseReader
{
    // Judged. Signs of stress are looked for in a run of unwell bins that reaches the failing without a gap of more than two.
    private const double UnwellBelow = 1e-3;
    private const int GapAllowed = 2;
    private const int RampBins = 2;
    private const double Half = 0.5;
    private const double RoutesKept = 0.9;
    private const double Settled = 0.05;
    private const int EarlyBins = 10;
    private const int BackBins = 2;
    private static readonly TimeSpan _routesEarlier = TimeSpan.FromMinutes(10);

    private readonly OutageStory _story;
    private readonly List<PhaseStart> _phases = [];

    private PhaseReader(OutageStory story) => _story = story;

    /// <summary>When the routes were gone first, UTC; null where they stayed or are not known.</summary>
    public DateTime? RoutesGoneAt { get; private set; }

    /// <summary>When the routes were back, UTC; null where they are not, or never went.</summary>
    public DateTime? RoutesBackAt { get; private set; }

    /// <summary>When half of what the routes lost was lost, UTC; null where they lost nothing worth the name.</summary>
    public DateTime? RoutesFellAt { get; private set; }

    /// <summary>When half of what the routes lost was back for good, UTC.</summary>
    public DateTime? RoutesRoseAt { get; private set; }

    /// <summary>Greatest share of the space that was carried under another origin, 0 to 1; null where the routes are not known.</summary>
    public double? MostMoved { get; private set; }

    /// <summary>Share of the space that some views carried and others did not when least was seen, 0 to 1; null where the routes stayed.</summary>
    public double? RoutesSplit { get; private set; }

    /// <summary>Least share of the routes that was seen; null where they are not known.</summary>
    public double? LeastRoutes { get; private set; }

    /// <summary>The phases, in order of time.</summary>
    public IReadOnlyList<PhaseStart> Phases => _phases;

    /// <summary>Kinds of service in the order in which they came back.</summary>
    public IReadOnlyList<TargetKind> RecoveryOrder { get; private set; } = [];

    /// <summary>Index of the bin from which on half of the probes were not served; null where they were.</summary>
    public int? FailingIndex { get; private set; }

    /// <summary>What rose before the failing.</summary>
    public RampKind Ramp { get; private set; }

    /// <summary>Reads a story.</summary>
    public static PhaseReader Read(OutageStory story)
    {
        var reader = new PhaseReader(story);
        reader.ReadRoutes();
        var failing = reader.FailingIndex = reader.FindFailing();
        if (failing is { } index)
        {
            reader.AddDegrading(index);
            reader.Add(Phase.Failing, story.Bins[index].Bin, 0.95, "at least half of the probes were not served");
        }

        reader.AddIsolated(failing);
        reader.AddRecovery(failing);
        reader._phases.Sort((a, b) => (a.At, a.Phase).CompareTo((b.At, b.Phase)));
        return reader;
    }

    private void ReadRoutes()
    {
        var routes = RoutesWithin(_story.OnsetAt - _routesEarlier, _story.RecoveredAt);
        if (routes.Count == 0)
        {
            return;
        }

        var least = routes.Min(view => view.Share);
        LeastRoutes = least;
        MostMoved = routes.Max(view => view.Moved);
        (RoutesGoneAt, RoutesBackAt) = Below(routes, Half);
        if (least < RoutesKept)
        {
            // Where the routes settled: what is seen on the way there is split between views too.
            RoutesSplit = routes.Last(view => view.Share <= least + Settled).Split;
            (RoutesFellAt, RoutesRoseAt) = Below(routes, (1 + least) / 2);
        }
    }

    /// <summary>What was seen from a time on, what stood then included, to a time.</summary>
    private List<RouteView> RoutesWithin(DateTime from, DateTime? to)
    {
        var within = _story.Routes.Where(view => view.At >= from && !(view.At > to)).ToList();
        if (_story.Routes.LastOrDefault(view => view.At < from) is { At.Ticks: > 0 } before)
        {
            within.Insert(0, before with { At = from });
        }

        return within;
    }

    /// <summary>When less than a share was seen first, and from when on no longer; null where that was never so.</summary>
    private static (DateTime? From, DateTime? To) Below(List<RouteView> routes, double limit)
    {
        DateTime? from = null;
        DateTime? to = null;
        foreach (var view in routes)
        {
            if (view.Share < limit)
            {
                from ??= view.At;
                to = null;
            }
            else if (from is not null)
            {
                to ??= view.At;
            }
        }

        return (from, to);
    }

    /// <summary>The first bin from which on half of the probes, over as many as there are units, are not served.</summary>
    private int? FindFailing()
    {
        var bins = _story.Bins;
        for (var i = 0; i < bins.Count; i++)
        {
            if (_story.At(bins[i].Bin) < _story.OnsetAt - (EarlyBins * _story.BinWidth) || bins[i].Served == bins[i].Probes)
            {
                continue;
            }

            var (probes, served) = (0, 0);
            for (var j = i; j < bins.Count && probes < Math.Max(3, bins[i].UnitsKnown); j++)
            {
                probes += bins[j].Probes;
                served += bins[j].Served;
            }

            if (bins[i].Served <= Half * bins[i].Probes && served <= Half * probes)
            {
                return i;
            }
        }

        return null;
    }

    private void AddDegrading(int failing)
    {
        var bins = _story.Bins;
        var (first, unwell, slow, silent, gap) = (failing, 0, 0, 0, 0);
        var (probes, served, returns, expected) = (0, 0, 0, 0.0);
        for (var i = failing - 1; i >= 0 && gap <= GapAllowed; i--)
        {
            if (!IsUnwell(bins[i]))
            {
                gap++;
                continue;
            }

            (first, gap) = (i, 0);
            unwell++;
            slow += bins[i].Slow;
            silent += bins[i].Silent;
            probes += bins[i].Probes;
            served += bins[i].Served;
            returns += bins[i].Returns;
            expected += bins[i].ExpectedBad;
        }

        // What stops at once leaves one bin that is half well, and hosts that stop one after the other do not answer again: only delay, or
        // loss that comes and goes, is a sign of stress.
        Ramp = unwell == 0 ? RampKind.None
            : Binomial.AtLeast(slow, served, expected / probes) < UnwellBelow ? RampKind.Delay
            : Binomial.AtLeast(returns, probes, expected / probes) < UnwellBelow ? RampKind.Loss
            : RampKind.None;
        if (unwell >= RampBins || (unwell == 1 && slow > silent))
        {
            Add(
                Phase.Degrading,
                bins[first].Bin,
                Math.Min(0.95, 0.5 + (0.1 * unwell)),
                string.Create(CultureInfo.InvariantCulture, $"{silent} probes without an answer and {slow} slow answers in {unwell} bins before half failed"));
        }
    }

    private static bool IsUnwell(EntityBin bin) =>
        bin.Probes > 0 && Binomial.AtLeast(bin.Silent + bin.Slow, bin.Probes, bin.ExpectedBad / bin.Probes) < UnwellBelow;

    private void AddIsolated(int? failing)
    {
        DateTime? silentAt = null;
        if (failing is { } from)
        {
            var silent = _story.Bins.Skip(from).FirstOrDefault(bin => bin.TargetsKnown >= 3 && bin.TargetsDown == bin.TargetsKnown);
            silentAt = silent is null ? null : _story.At(silent.Bin);
        }

        var notBefore = failing is { } index ? _story.At(_story.Bins[index].Bin) : DateTime.MinValue;
        var routesAt = RoutesGoneAt < notBefore ? notBefore : RoutesGoneAt;
        if (routesAt is { } gone && (silentAt is null || gone <= silentAt))
        {
            _phases.Add(new PhaseStart(
                Phase.Isolated, gone, 0.95, string.Create(CultureInfo.InvariantCulture, $"the routes were gone: {100 * LeastRoutes:F0} % of the usual visibility at least")));
        }
        else if (silentAt is { } at)
        {
            _phases.Add(new PhaseStart(
                Phase.Isolated, at, 0.8, routesAt is null ? "every target and router was silent while the vantage points were well" : "every target was silent; the routes went later"));
        }
    }

    private void AddRecovery(int? failing)
    {
        var back = new List<(long Bin, TargetKind Kind)>();
        if (failing is { } from)
        {
            var kinds = _story.Bins.SelectMany(bin => bin.Kinds.Keys).Distinct().Where(kind => kind != TargetKind.Router).Order();
            back.AddRange(kinds.Select(kind => (Bin: BackOf(kind, from), Kind: kind)).Where(pair => pair.Bin is not null).Select(pair => (pair.Bin!.Value, pair.Kind)).Order());
        }

        RecoveryOrder = [.. back.Select(pair => pair.Kind)];
        if (back.Count > 0 && (_story.RecoveredAt is null || _story.At(back[0].Bin) <= _story.RecoveredAt))
        {
            Add(Phase.Recovering, back[0].Bin, 0.9, $"half of the {back[0].Kind.Name()} targets served again");
        }

        if (_story.RecoveredAt is { } recovered)
        {
            _phases.Add(new PhaseStart(Phase.Recovered, recovered, 0.95, "the closing rule held"));
        }
    }

    /// <summary>The bin from which on half of a kind's targets serve, for the last time before everything was well; null where it never failed or is not back.</summary>
    private long? BackOf(TargetKind kind, int from)
    {
        var (hasFailed, run) = (false, 0);
        long? back = null;
        foreach (var bin in _story.Bins.Skip(from))
        {
            if (_story.RecoveredAt is { } recovered && _story.At(bin.Bin) > recovered + (BackBins * _story.BinWidth) && back is not null)
            {
                break;
            }

            if (!bin.Kinds.TryGetValue(kind, out var count) || count.Known == 0)
            {
                continue;
            }

            if (2 * count.Serving < count.Known)
            {
                (hasFailed, run, back) = (true, 0, null);
            }
            else if (hasFailed && ++run == 1)
            {
                back = bin.Bin;
            }
        }

        return run >= BackBins ? back : null;
    }

    private void Add(Phase phase, long bin, double confidence, string evidence) =>
        _phases.Add(new PhaseStart(phase, _story.At(bin), confidence, evidence));
}
