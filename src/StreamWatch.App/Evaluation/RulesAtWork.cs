using StreamWatch.App.Replay;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Collectors.Results;
using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Simulation.Evaluation;
using StreamWatch.Simulation.OtherRules;

namespace StreamWatch.App.Evaluation;

/// <summary>
/// Our rules and those of others on one reading of a folder: what our detection finds is kept, and what it hears and measures on the way is
/// handed to the others.
/// </summary>
internal sealed class RulesAtWork : IOutageSink, IProbeFileSink
{
    private readonly ReplayOptions _options;
    private readonly Dictionary<string, OutageRevision> _last = [];
    private readonly IodaRule _ioda;
    private readonly BgpalerterRule _bgpalerter = new(isScaled: false);
    private readonly BgpalerterRule _scaledBgpalerter = new(isScaled: true);
    private readonly GatusRule[] _gatus;
    private DetectionPass? _pass;
    private long? _bin;

    public RulesAtWork(ReplayOptions options)
    {
        _options = options;
        _ioda = new IodaRule(options.Detection.Grace, options.Probing.Grace);
        var watch = options.Watch;
        var controls = watch.Controls.ToHashSet();
        var targets = watch.Targets.Where(target => target.Kind != TargetKind.Router && !controls.Contains(target.Name))
            .SelectMany(target => Members.EntitiesOf(watch, target).Select(entity => (Entity: entity, target.Name)))
            .GroupBy(pair => pair.Entity)
            .ToDictionary(entity => entity.Key, IReadOnlyCollection<string> (entity) => [.. entity.Select(pair => pair.Name)]);
        var maintenance = watch.Maintenance.ToLookup(window => window.Target);
        bool IsInMaintenance(string target, DateTime at) => maintenance[target].Any(window => at >= window.From && at < window.To);
        _gatus =
        [
            new GatusRule(GatusRule.AnyName, 0, targets, controls, IsInMaintenance),
            new GatusRule(GatusRule.HalfName, 0.5, targets, controls, IsInMaintenance),
        ];
    }

    /// <summary>The rules, ours first; what is found in a folder is in this order.</summary>
    public static IReadOnlyList<ComparedRule> All { get; } =
    [
        new("streamwatch", SeesRoutes: true, SeesUnits: true, SeesTargets: true, NamesCauses: true),
        new(IodaRule.Name, SeesRoutes: true, SeesUnits: true, SeesTargets: false, SeesPartial: false),
        new(BgpalerterRule.Name, SeesRoutes: true, SeesUnits: false, SeesTargets: false),
        new(BgpalerterRule.ScaledName, SeesRoutes: true, SeesUnits: false, SeesTargets: false),
        new(GatusRule.AnyName, SeesRoutes: false, SeesUnits: true, SeesTargets: true),
        new(GatusRule.HalfName, SeesRoutes: false, SeesUnits: true, SeesTargets: true),
    ];

    /// <summary>Has everything on its way to the engine pass by here.</summary>
    public void Attach(DetectionPass pass)
    {
        _pass = pass;
        pass.Routes.Heard = e =>
        {
            _bgpalerter.Hear(e);
            _scaledBgpalerter.Hear(e);
        };
    }

    /// <summary>What each found, after the pass.</summary>
    /// <param name="dataEnd">End of the data, UTC.</param>
    public IReadOnlyList<IReadOnlyList<FoundOutage>> Finish(DateTime dataEnd)
    {
        LookAtUnits();
        return
        [
            FoundOutages.Of(_last.Values, dataEnd, _options.Detection.RebaselineAfter),
            _ioda.Finish(dataEnd),
            _bgpalerter.Finish(dataEnd),
            _scaledBgpalerter.Finish(dataEnd),
            .. _gatus.Select(gatus => gatus.Finish(dataEnd)),
        ];
    }

    public void Bins(in AsnBin bins) => _ioda.Routes(bins);

    public void TargetBin(in TargetBinRecord record)
    {
        if (record.Bin != _bin)
        {
            // The first word of the next bin: the units stand as the last one left them.
            LookAtUnits();
            _bin = record.Bin;
        }
    }

    public void Outage(OutageRevision revision) => _last[revision.Id] = revision;

    public void Result(int file, long offset, in ProbeResult result, bool isPlausible)
    {
        if (isPlausible)
        {
            foreach (var gatus in _gatus)
            {
                gatus.See(result);
            }
        }

        _pass!.Probes.Result(file, offset, result, isPlausible);
    }

    public void Heartbeat(int file, long offset, in VantageHeartbeat heartbeat, bool isPlausible) => _pass!.Probes.Heartbeat(file, offset, heartbeat, isPlausible);

    public void Rejected(int file, long offset, ReadOnlySpan<byte> line, string fault) => _pass!.Probes.Rejected(file, offset, line, fault);

    public void EndFile(int file, long bytes, FeedTear? tear) => _pass!.Probes.EndFile(file, bytes, tear);

    private void LookAtUnits()
    {
        if (_bin is not { } bin)
        {
            return;
        }

        var start = DateTime.UnixEpoch.AddTicks(bin * _options.Probing.TargetBin.Ticks);
        foreach (var entity in _pass!.Engine.Probing.Detector.Entities)
        {
            var (serving, known) = (0, 0);
            foreach (var unit in entity.Units)
            {
                serving += unit.State == UnitState.Serving ? 1 : 0;
                known += unit.State is UnitState.Serving or UnitState.Failing ? 1 : 0;
            }

            _ioda.Probes(entity.Entity, start, serving, known);
        }
    }
}
