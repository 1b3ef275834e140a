using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.Simulation.OtherRules;

/// <summary>
/// Gatus, as one would use it for networks: an instance at each vantage point with every target as an endpoint, down after 3 failures in a row and up
/// after 2 successes; a target is down while more than half of the instances say so, and an entity while any, or at least half, of its targets are.
/// Its best reading: controls serve as its connectivity checker, so that a vantage point without a network says nothing; planned work is declared as
/// maintenance; an onset is the first failure of its run, a recovery the first success. (Endpoints that never answered stay in the list: without
/// them half of the others is sooner down, and more of what it finds is wrong.)
/// </summary>
/// <param name="name">Name of the rule.</param>
/// <param name="share">Share of the targets that have to be down, above 0 to 1; 0 for any.</param>
/// <param name="entities">The targets of each entity, without routers, which show what is on the way to the others.</param>
/// <param name="controls">Names of the targets that tell whether a vantage point has a network.</param>
/// <param name="isInMaintenance">Whether planned work goes on at a target at a time (UTC).</param>
public sealed class GatusRule(
    string name,
    double share,
    IReadOnlyDictionary<Entity, IReadOnlyCollection<string>> entities,
    IReadOnlySet<string> controls,
    Func<string, DateTime, bool> isInMaintenance)
{
    public const string AnyName = "gatus, any target";

    public const string HalfName = "gatus, half of the targets";

    private const int FailuresToAlert = 3;
    private const int SuccessesToResolve = 2;

    /// <summary>Judged: its default interval, 60 s; errors in bins are in these.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private readonly OutageLog _log = new(name, Interval);
    private readonly Dictionary<(string Vantage, string Target), Endpoint> _endpoints = [];
    private readonly Dictionary<string, List<Endpoint>> _byTarget = [];
    private readonly Dictionary<(string Vantage, string Control), bool> _controlAnswers = [];
    private readonly ILookup<string, Entity> _entitiesOf = entities
        .SelectMany(entity => entity.Value.Select(target => (Target: target, Entity: entity.Key)))
        .ToLookup(pair => pair.Target, pair => pair.Entity);

    private readonly Dictionary<string, (DateTime? DownSince, DateTime? UpSince)> _targets = [];

    /// <summary>Takes a result; results come in order of time.</summary>
    public void See(in ProbeResult result)
    {
        var at = DateTime.UnixEpoch.AddTicks(result.StartedAtNanos / TimeSpan.NanosecondsPerTick);
        if (controls.Contains(result.Target))
        {
            _controlAnswers[(result.Vantage, result.Target)] = result.Outcome == ProbeOutcome.Ok;
            return;
        }

        if (result.Kind == TargetKind.Router || !IsConnected(result.Vantage) || isInMaintenance(result.Target, at))
        {
            return;
        }

        if (EndpointOf(result.Vantage, result.Target).See(result.Outcome == ProbeOutcome.Ok, at))
        {
            Look(result.Target, at);
        }
    }

    public IReadOnlyList<FoundOutage> Finish(DateTime dataEnd) => _log.All(dataEnd);

    private bool IsConnected(string vantage)
    {
        var answers = controls.Select(control => _controlAnswers.TryGetValue((vantage, control), out var answered) ? answered : (bool?)null).OfType<bool>().ToList();
        return answers.Count == 0 || answers.Contains(true);
    }

    private Endpoint EndpointOf(string vantage, string target)
    {
        if (!_endpoints.TryGetValue((vantage, target), out var endpoint))
        {
            _endpoints.Add((vantage, target), endpoint = new Endpoint());
            if (!_byTarget.TryGetValue(target, out var all))
            {
                _byTarget.Add(target, all = []);
            }

            all.Add(endpoint);
        }

        return endpoint;
    }

    private void Look(string target, DateTime at)
    {
        var endpoints = _byTarget[target];
        var down = endpoints.Where(endpoint => endpoint.DownSince is not null).Select(endpoint => endpoint.DownSince!.Value).Order().ToList();
        var needed = (endpoints.Count / 2) + 1;
        var wasDown = _targets.TryGetValue(target, out var before) && before.DownSince is not null;
        var isDown = down.Count >= needed;
        if (isDown == wasDown)
        {
            return;
        }

        var key = new OutageKey(new Entity(EntityType.Target, target), OutageBasis.Units);
        if (isDown)
        {
            _targets[target] = (down[needed - 1], null);
            _log.Open(key, down[needed - 1], at);
        }
        else
        {
            var up = endpoints.Max(endpoint => endpoint.UpSince) ?? at;
            _targets[target] = (null, up);
            _log.Close(key, up);
        }

        foreach (var entity in _entitiesOf[target])
        {
            Look(entity, at);
        }
    }

    private void Look(Entity entity, DateTime at)
    {
        var targets = entities[entity].Where(_byTarget.ContainsKey).ToList();
        var down = targets.Select(target => _targets.GetValueOrDefault(target).DownSince).OfType<DateTime>().Order().ToList();
        var needed = Math.Max(1, (int)Math.Ceiling(share * targets.Count));
        var key = new OutageKey(entity, OutageBasis.Units);
        if (down.Count >= needed && !_log.IsOpen(key))
        {
            _log.Open(key, down[needed - 1], at);
        }
        else if (down.Count < needed && _log.IsOpen(key))
        {
            _log.Close(key, targets.Max(target => _targets.GetValueOrDefault(target).UpSince) ?? at);
        }
    }

    /// <summary>A target as one instance sees it.</summary>
    private sealed class Endpoint
    {
        private DateTime _runSince;
        private int _failures;
        private int _successes;

        /// <summary>First failure of the run that made it down; null while it is up.</summary>
        public DateTime? DownSince { get; private set; }

        /// <summary>First success of the run that made it up again; null before it was down.</summary>
        public DateTime? UpSince { get; private set; }

        /// <summary>Takes a result; true where it went up or down.</summary>
        public bool See(bool isOk, DateTime at)
        {
            var isNewRun = isOk ? _successes == 0 : _failures == 0;
            _runSince = isNewRun ? at : _runSince;
            (_successes, _failures) = isOk ? (_successes + 1, 0) : (0, _failures + 1);
            if (DownSince is null && _failures >= FailuresToAlert)
            {
                DownSince = _runSince;
                return true;
            }

            if (DownSince is not null && _successes >= SuccessesToResolve)
            {
                (DownSince, UpSince) = (null, _runSince);
                return true;
            }

            return false;
        }
    }
}
