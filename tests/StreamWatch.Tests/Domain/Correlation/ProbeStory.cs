using System.Net;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Domain.Watching;
using StreamWatch.Engine;

namespace StreamWatch.Tests.Domain.Correlation;

/// <summary>A few hosts probed every minute from a few places, told by minutes: what happens, and what the detection makes of it.</summary>
sealed class ProbeStory : IOutageSink
{
    public static readonly DateTime Start = new(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc);

    const long Minute = 60_000_000_000;

    readonly List<WatchedTarget> _targets = [];
    readonly List<string> _vantages;
    readonly List<(string? Target, string? Vantage, double From, double To, ProbeOutcome? Outcome, double Share, double SlowBy)> _happenings = [];
    readonly List<(string Vantage, double From, double To)> _deaths = [];
    readonly List<OutageRevision> _revisions = [];
    readonly List<TargetBinRecord> _bins = [];
    readonly List<string> _controls = [];
    readonly List<MaintenanceWindow> _maintenance = [];

    public ProbeStory(int webs = 6, int mails = 3, int vantages = 1, int controls = 0)
    {
        _vantages = [.. Enumerable.Range(1, vantages).Select(i => $"v{i}")];
        for (var i = 1; i <= webs + mails; i++)
        {
            Add(i <= webs ? $"web{i}" : $"mail{i - webs}", i <= webs ? TargetKind.Web : TargetKind.Mail, $"192.0.2.{i}");
        }

        for (var i = 1; i <= controls; i++)
        {
            _controls.Add($"control{i}");
            _targets.Add(new WatchedTarget { Name = $"control{i}", Kind = TargetKind.Host, Probe = Setting($"198.51.100.{i}") });
        }
    }

    public IReadOnlyList<OutageRevision> Revisions => _revisions;

    public IReadOnlyList<TargetBinRecord> TargetBins => _bins;

    public long LateEvents { get; private set; }

    /// <summary>The last revision of every outage.</summary>
    public IReadOnlyList<OutageRevision> Outages =>
        [.. _revisions.GroupBy(revision => revision.Id).Select(group => group.MaxBy(revision => revision.Revision)!).OrderBy(o => o.OnsetAt).ThenBy(o => o.Id, StringComparer.Ordinal)];

    /// <summary>Outages of anything wider than a target, as text: entity and minutes.</summary>
    public IReadOnlyList<string> Correlated => [.. Outages.Where(outage => outage.EntityType != EntityType.Target).Select(Tell)];

    /// <summary>Downtimes of single targets, as text.</summary>
    public IReadOnlyList<string> Single => [.. Outages.Where(outage => outage.EntityType == EntityType.Target).Select(Tell)];

    public ProbeStory Add(string name, TargetKind kind, string address, string? shares = null)
    {
        _targets.Add(new WatchedTarget { Name = name, Kind = kind, Group = "kp", Asn = 131279, Shares = shares, Probe = Setting(address) });
        return this;
    }

    /// <summary>From one minute to another, probes of a target (null: of all but controls) from a vantage point (null: from all) end so.</summary>
    public ProbeStory Fail(string? target, double from, double to, ProbeOutcome outcome = ProbeOutcome.Timeout, string? vantage = null, double share = 1)
    {
        _happenings.Add((target, vantage, from, to, outcome, share, 0));
        return this;
    }

    /// <summary>Answers take so many milliseconds longer.</summary>
    public ProbeStory Slow(string? target, double from, double to, double by, double share = 1)
    {
        _happenings.Add((target, null, from, to, null, share, by));
        return this;
    }

    /// <summary>A vantage point is silent.</summary>
    public ProbeStory Die(string vantage, double from, double to)
    {
        _deaths.Add((vantage, from, to));
        return this;
    }

    public ProbeStory Maintain(string target, double from, double to)
    {
        _maintenance.Add(new MaintenanceWindow(target, Start.AddMinutes(from), Start.AddMinutes(to), null));
        return this;
    }

    /// <summary>Every result and heartbeat until that minute, in order of time.</summary>
    public IReadOnlyList<object> Events(int minutes, int seed = 1)
    {
        var events = new List<(long At, object Event)>();
        for (var v = 0; v < _vantages.Count; v++)
        {
            for (var seconds = 0; seconds < minutes * 60; seconds += 10)
            {
                if (!IsDead(_vantages[v], seconds / 60.0))
                {
                    events.Add((At(seconds / 60.0), new VantageHeartbeat(_vantages[v], At(seconds / 60.0))));
                }
            }

            for (var t = 0; t < _targets.Count; t++)
            {
                var dice = new Random((((seed * 1009) + v) * 1009) + t);
                var phase = dice.NextDouble();
                for (var minute = 0; minute < minutes; minute++)
                {
                    var at = minute + phase;
                    var result = Probe(_targets[t], _vantages[v], at, dice);
                    if (!IsDead(_vantages[v], at))
                    {
                        events.Add((result.StartedAtNanos, result));
                    }
                }
            }
        }

        return [.. events.OrderBy(e => e.At).Select(e => e.Event)];
    }

    /// <summary>Plays it and returns it with what was found.</summary>
    public ProbeStory Play(int minutes, int seed = 1) => Play(Events(minutes, seed));

    /// <summary>Plays these events in this order.</summary>
    public ProbeStory Play(IEnumerable<object> events)
    {
        var engine = NewEngine(this);
        var source = engine.DeclareSource();
        foreach (var e in events)
        {
            Submit(engine, source, e);
        }

        engine.Complete();
        LateEvents = engine.LateEvents;
        return this;
    }

    /// <summary>An engine that watches what the story tells of.</summary>
    public OutageEngine NewEngine(IOutageSink sink, ProbingOptions? options = null) => new(
        new WatchList
        {
            Vantages = _vantages,
            Groups = [new WatchedGroup("kp", "North Korea", "KP", [131279])],
            Targets = _targets,
            Controls = _controls,
            Maintenance = _maintenance,
        },
        new DetectionOptions { WatchedAsns = new HashSet<uint> { 131279 } },
        options ?? new ProbingOptions(),
        sink);

    /// <summary>Gives an engine a result or a heartbeat.</summary>
    public static void Submit(OutageEngine engine, int source, object e)
    {
        switch (e)
        {
            case ProbeResult result:
                engine.Submit(source, result);
                break;
            case VantageHeartbeat heartbeat:
                engine.Submit(source, heartbeat);
                break;
            default:
                throw new InvalidOperationException($"{e}");
        }
    }

    public void Bins(in AsnBin bins)
    {
    }

    public void TargetBin(in TargetBinRecord record) => _bins.Add(record);

    public void Outage(OutageRevision revision) => _revisions.Add(revision);

    public static double MinuteOf(DateTime at) => (at - Start).TotalMinutes;

    static string Tell(OutageRevision outage) =>
        $"{outage.Entity} {MinuteOf(outage.OnsetAt)}–{(outage.RecoveredAt is { } at ? $"{MinuteOf(at)}" : "")}";

    static ProbeSetting Setting(string address) => new() { Protocol = ProbeProtocol.Http, Address = IPAddress.Parse(address) };

    static long At(double minute) => ((Start - DateTime.UnixEpoch).Ticks * 100) + (long)(minute * Minute);

    bool IsDead(string vantage, double minute) => _deaths.Exists(death => death.Vantage == vantage && minute >= death.From && minute < death.To);

    ProbeResult Probe(WatchedTarget target, string vantage, double at, Random dice)
    {
        var outcome = ProbeOutcome.Ok;
        var rtt = 40 + (20 * dice.NextDouble());
        foreach (var happening in _happenings)
        {
            var isIt = happening.Target == target.Name || (happening.Target is null && !_controls.Contains(target.Name));
            var hits = dice.NextDouble() < happening.Share;
            if (isIt && hits && (happening.Vantage ?? vantage) == vantage && at >= happening.From && at < happening.To)
            {
                outcome = happening.Outcome ?? outcome;
                rtt += happening.SlowBy;
            }
        }

        return new ProbeResult
        {
            Vantage = vantage,
            Target = target.Name,
            Kind = target.Kind,
            Protocol = ProbeProtocol.Http,
            Address = target.Probe!.Address,
            StartedAtNanos = At(at),
            Outcome = outcome,
            RttMilliseconds = outcome == ProbeOutcome.Ok ? rtt : null,
        };
    }
}
