using System.Net;
using System.Runtime.InteropServices;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Domain.Correlation;

/// <summary>
/// Outages of targets, ASNs, groups and countries by active probes: takes the results of one bin after another and decides when a bin is closed.
/// Pure: the same results give the same answers, in whatever order they came within their bin.
/// </summary>
public sealed class ProbeDetector
{
    private readonly ProbingOptions _options;
    private readonly IProbeSink _sink;
    private readonly Dictionary<string, int> _vantageNumbers = [];
    private readonly Dictionary<string, int> _targetNumbers = [];
    private readonly List<string> _vantageNames = [];
    private readonly List<VantageWatch> _vantages = [];
    private readonly List<TargetTrack> _targets = [];
    private readonly List<TargetSignal> _signals = [];
    private readonly SortedDictionary<string, UnitTrack> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<int, UnitTrack> _unitOf = [];
    private readonly SortedDictionary<(int Width, string Name), EntityTrack> _entities = [];
    private readonly Dictionary<string, List<MaintenanceWindow>> _maintenance;
    private readonly HashSet<string> _controls;
    private readonly ResultRhythm _rhythm = new();
    private readonly WatchList _watch;
    private ToldEntities? _told;

    /// <summary>Makes a detector of what a watch file names; other targets are followed by themselves as they come.</summary>
    public ProbeDetector(WatchList watch, ProbingOptions options, IProbeSink sink)
    {
        _options = options;
        _sink = sink;
        _watch = watch;
        _maintenance = watch.Maintenance.GroupBy(window => window.Target).ToDictionary(windows => windows.Key, windows => windows.ToList());
        _controls = [.. watch.Controls];
        Members = new Members(watch);
        foreach (var vantage in watch.Vantages)
        {
            Vantage(vantage);
        }

        foreach (var target in watch.Targets)
        {
            Add(target);
        }
    }

    /// <summary>What the entities consist of.</summary>
    public Members Members { get; }

    /// <summary>The entities that are judged, widest first.</summary>
    public IEnumerable<EntityTrack> Entities => _entities.Values;

    /// <summary>The targets, by number.</summary>
    public IReadOnlyList<TargetTrack> Targets => _targets;

    /// <summary>Names of the vantage points, by number.</summary>
    public IReadOnlyList<string> VantageNames => _vantageNames;

    /// <summary>The vantage points, by number.</summary>
    public IReadOnlyList<VantageWatch> Vantages => _vantages;

    /// <summary>Tells it what an earlier process decided, before the first bin: its outages open and end again as they did then.</summary>
    /// <param name="told">The last revision of each outage that is open, or that touches the bins to come.</param>
    /// <param name="decidesFrom">First bin that nobody has decided yet.</param>
    public void Recall(IEnumerable<OutageRevision> told, long decidesFrom)
    {
        _told = new ToldEntities(told.Where(outage => outage.Basis == Basis.Probes), decidesFrom, _options);
        foreach (var track in _entities.Values)
        {
            track.Signal.Told = _told.Of(track.Entity);
        }

        for (var target = 0; target < _signals.Count; target++)
        {
            _signals[target].Told = _told.Of(new Entity(EntityType.Target, _targets[target].Target.Name));
        }
    }

    /// <summary>Number of a vantage point.</summary>
    public int Vantage(string name)
    {
        if (!_vantageNumbers.TryGetValue(name, out var number))
        {
            _vantageNumbers.Add(name, number = _vantages.Count);
            _vantages.Add(new VantageWatch(_options));
            _vantageNames.Add(name);
        }

        return number;
    }

    /// <summary>Number of a target; one that no watch file names is taken up.</summary>
    public int Target(string name, TargetKind kind) =>
        _targetNumbers.TryGetValue(name, out var number) ? number : Add(new WatchedTarget { Name = name, Kind = kind });

    /// <summary>The unit of a target; null while its address is not known, and for routers and controls.</summary>
    public UnitTrack? UnitOf(int target) => _unitOf.GetValueOrDefault(target);

    /// <summary>Closes a bin.</summary>
    /// <param name="bin">Number of the bin.</param>
    /// <param name="heartbeats">When vantage points said that they were alive, in any order.</param>
    /// <param name="probes">Every result of the bin, in any order; is put in order.</param>
    /// <param name="elsewhere">What is known of the vantage points by results of targets that are judged elsewhere; null where all are judged here.</param>
    public void CloseBin(long bin, IReadOnlyList<(int Vantage, long AtNanos)> heartbeats, List<ProbeObservation> probes, VantageActivity? elsewhere = null)
    {
        probes.Sort(InOrder);
        var end = (bin + 1) * _options.BinNanos;
        Hear(heartbeats, probes);
        foreach (var (vantage, at) in elsewhere?.Heard ?? [])
        {
            _vantages[vantage].Hear(at, isHeartbeat: false);
        }

        for (var vantage = 0; vantage < _vantages.Count; vantage++)
        {
            _vantages[vantage].Close(end, elsewhere is null ? _rhythm.Every(vantage) : elsewhere.Every.GetValueOrDefault(vantage));
        }

        if (elsewhere is null)
        {
            Learn(probes);
        }

        foreach (ref readonly var probe in CollectionsMarshal.AsSpan(probes))
        {
            TakeUpUnit(probe.Target, probe.Address);
            if (_vantages[probe.Vantage].IsHealthy)
            {
                _targets[probe.Target].See(probe);
            }
            else
            {
                _targets[probe.Target].SeeDoubtful();
            }
        }

        Judge(bin, end);
    }

    private static int InOrder(ProbeObservation a, ProbeObservation b) =>
        (a.AtNanos, a.Vantage, a.Target, a.Class, a.RttMilliseconds).CompareTo((b.AtNanos, b.Vantage, b.Target, b.Class, b.RttMilliseconds));

    private static int Width(EntityType type) => type switch
    {
        EntityType.Country => 0,
        EntityType.Group => 1,
        _ => 2,
    };

    private void Hear(IReadOnlyList<(int Vantage, long AtNanos)> heartbeats, List<ProbeObservation> probes)
    {
        foreach (var (vantage, at) in heartbeats)
        {
            _vantages[vantage].Hear(at, isHeartbeat: true);
        }

        foreach (ref readonly var probe in CollectionsMarshal.AsSpan(probes))
        {
            var vantage = _vantages[probe.Vantage];
            vantage.Hear(probe.AtNanos, isHeartbeat: false);
            if (_targets[probe.Target].IsControl && probe.Class != OutcomeClass.NotTheTargets)
            {
                vantage.SeeControl(probe.Target, probe.Class != OutcomeClass.Silent);
            }
        }
    }

    private void Learn(List<ProbeObservation> probes)
    {
        foreach (ref readonly var probe in CollectionsMarshal.AsSpan(probes))
        {
            if (probe.Class != OutcomeClass.NotTheTargets)
            {
                var target = _targets[probe.Target].Target;
                _rhythm.See(probe.Vantage, target.Name, target.Probe?.Interval ?? ProbeSetting.DefaultInterval, probe.AtNanos);
            }
        }
    }

    private void Judge(long bin, long end)
    {
        foreach (var target in _targets)
        {
            target.Close(end, _vantages);
            _sink.TargetBin(new TargetBinRecord(bin, target.Target.Name, target.Verdict, IsInMaintenance(target.Index, bin), target.Tally));
        }

        var inOutage = _entities.Values.SelectMany(entity => entity.Signal.Open?.Units ?? []).ToHashSet();
        foreach (var unit in _units.Values)
        {
            unit.Close(bin, target => IsInMaintenance(target, bin), inOutage.Contains(unit));
        }

        // The widest first, so that what opens together is named after the widest.
        foreach (var entity in _entities.Values)
        {
            Step(entity, bin);
        }

        foreach (var target in _targets.Where(target => !target.IsControl && target.Target.Kind != TargetKind.Router))
        {
            Step(target, bin);
        }
    }

    private void Step(EntityTrack entity, long bin)
    {
        var before = entity.Signal.Open;
        var change = entity.Signal.Step(bin);
        entity.Remember(bin, _vantages);
        if (change == SignalChange.None)
        {
            return;
        }

        var outage = before ?? entity.Signal.Open!;
        _sink.Outage(AsTold(outage.Told, Base(entity.Entity, outage.OnsetBin, outage.DetectedBin, change, outage.RecoveredBin) with
        {
            Asn = entity.Entity.Type == EntityType.Asn ? uint.Parse(entity.Entity.Name.AsSpan(2), null) : null,
            MinVisibility = outage.MinServing,
            Units = outage.Told?.Units ?? outage.Units.Count,
            Chance = outage.Told is { } told ? told.Chance : outage.Chance,
        }));
    }

    private void Step(TargetTrack target, long bin)
    {
        var signal = _signals[target.Index];
        var before = signal.OnsetBin;
        var change = signal.Step(bin, target.Verdict, IsInMaintenance(target.Index, bin));
        if (change != SignalChange.None)
        {
            var onset = before ?? signal.OnsetBin!.Value;
            _sink.Outage(AsTold(signal.ToldLast, Base(new Entity(EntityType.Target, target.Target.Name), onset, onset + _options.OpenBins - 1, change, signal.RecoveredBin) with
            {
                MinVisibility = 0,
                Units = 1,
            }));
        }
    }

    /// <summary>What was told of an outage's beginning, and of its end where that was told, stays as it was told: bins may have another width by now.</summary>
    private static OutageRevision AsTold(OutageRevision? told, OutageRevision revision) => told is null ? revision : revision with
    {
        Id = told.Id,
        IncidentId = told.IncidentId,
        OnsetAt = told.OnsetAt,
        DetectedAt = told.DetectedAt,
        RecoveredAt = told.State == OutageState.Recovered && revision.State == OutageState.Recovered ? told.RecoveredAt : revision.RecoveredAt,
        BinWidth = told.BinWidth,
    };

    private OutageRevision Base(Entity entity, long onsetBin, long detectedBin, SignalChange change, long? recoveredBin)
    {
        var id = $"{entity.IdPrefix}-{At(onsetBin):yyyyMMdd'T'HHmmss'Z'}";
        return new OutageRevision
        {
            Id = id,
            IncidentId = id,
            EntityType = entity.Type,
            Entity = entity.Name,
            Basis = Basis.Probes,
            Severity = OutageSeverity.Critical,
            State = change switch
            {
                SignalChange.Recovered => OutageState.Recovered,
                SignalChange.Rebaselined => OutageState.Rebaselined,
                _ => OutageState.Open,
            },
            OnsetAt = At(onsetBin),
            DetectedAt = At(detectedBin + 1) + _options.Grace,
            RecoveredAt = change == SignalChange.Recovered && recoveredBin is { } recovered ? At(recovered) : null,
            Revision = 1,
            BinWidth = _options.TargetBin,
            MinVisibility = 0,
            Baseline = 1,
            Ruleset = Detection.DetectionOptions.Ruleset,
        };
    }

    private DateTime At(long bin) => DateTime.UnixEpoch.AddTicks(bin * _options.TargetBin.Ticks);

    private bool IsInMaintenance(int target, long bin)
    {
        if (!_maintenance.TryGetValue(_targets[target].Target.Name, out var windows))
        {
            return false;
        }

        foreach (var window in windows)
        {
            if (At(bin) < window.To && At(bin + 1) > window.From)
            {
                return true;
            }
        }

        return false;
    }

    private int Add(WatchedTarget target)
    {
        var number = _targets.Count;
        _targetNumbers.Add(target.Name, number);
        _targets.Add(new TargetTrack(number, target, _controls.Contains(target.Name), _options));
        _signals.Add(new TargetSignal(_options) { Told = _told?.Of(new Entity(EntityType.Target, target.Name)) });
        TakeUpUnit(number, target.Probe?.Address);
        return number;
    }

    /// <summary>Finds the unit of a target once its address is known: names on one address, and hosts said to share fate, are one.</summary>
    private void TakeUpUnit(int number, IPAddress? address)
    {
        var track = _targets[number];
        if (track.IsControl || _unitOf.ContainsKey(number) || (address is null && track.Target.Shares is null))
        {
            return;
        }

        var key = track.Target.Shares ?? address!.ToString();
        if (!_units.TryGetValue(key, out var unit))
        {
            _units.Add(key, unit = new UnitTrack(key, _options));
        }

        _unitOf.Add(number, unit);
        var isRouter = track.Target.Kind == TargetKind.Router;
        if (!isRouter)
        {
            unit.Targets.Add(track);
        }

        var entities = Members.EntitiesOf(_watch, track.Target).ToList();
        foreach (var entity in entities)
        {
            Track(entity).Add(track, isRouter ? null : unit);
        }

        Members.Add(track.Target, key, entities);
    }

    private EntityTrack Track(Entity entity)
    {
        var key = (Width(entity.Type), entity.Name);
        if (!_entities.TryGetValue(key, out var track))
        {
            _entities.Add(key, track = new EntityTrack(entity, AsnsOf(entity), _options));
            track.Signal.Told = _told?.Of(entity);
        }

        return track;
    }

    private HashSet<uint> AsnsOf(Entity entity) => entity.Type switch
    {
        EntityType.Asn => [uint.Parse(entity.Name.AsSpan(2), null)],
        EntityType.Group => [.. _watch.Groups.Where(group => group.Name == entity.Name).SelectMany(group => group.Asns), .. AsnsOfTargets(target => target.Group == entity.Name)],
        _ => [.. _watch.Groups.Where(group => group.Country == entity.Name).SelectMany(group => group.Asns), .. AsnsOfTargets(target => target.Country == entity.Name)],
    };

    private IEnumerable<uint> AsnsOfTargets(Func<WatchedTarget, bool> isOfIt) => _watch.Targets.Where(isOfIt).Select(target => target.Asn).OfType<uint>();
}
