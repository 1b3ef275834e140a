using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Files;
using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Probing;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Running;

/// <summary>Plays the hosts of a window in steps, writes what probes see of them, and keeps what was really so.</summary>
internal sealed class HostRun
{
    /// <summary>Losses of routes shorter than this are no outage by routes: not two bins of five minutes.</summary>
    private static readonly TimeSpan Brief = TimeSpan.FromMinutes(10);

    /// <summary>Losses so near to each other are one.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(15);

    /// <summary>Probers keep to no exact rhythm: each probe is late by up to this share of its interval.</summary>
    private const double Jitter = 0.03;

    /// <summary>Where fewer packets than this are answered nothing seems to be there.</summary>
    private const double Lost = 0.02;

    private readonly HostWorld _world;
    private readonly IReadOnlyList<ITrouble> _troubles;
    private readonly HostRecord _record;
    private readonly ProbeArchive[] _archives;
    private readonly Prng _worldRandom;
    private readonly Prng[] _timing;
    private readonly Prober[] _probers;
    private readonly double[][] _rounds;
    private readonly double[][] _next;
    private readonly double[] _nextHeartbeat;
    private readonly List<(double At, int Target)> _due = [];

    public HostRun(HostWorld world, SimulationWindow window, IReadOnlyList<ITrouble> troubles, DirectoryInfo folder, Prng random)
    {
        _world = world;
        _troubles = troubles;
        _record = new HostRecord(world, window);
        _archives = [.. world.Vantages.Select(vantage => new ProbeArchive(folder, vantage.Name))];
        _worldRandom = random.Fork("hosts");
        _timing = [.. world.Vantages.Select(vantage => random.Fork("timing " + vantage.Name))];
        _probers = [.. world.Vantages.Select(vantage => new Prober(random.Fork("probes " + vantage.Name)))];
        _rounds = [.. world.Vantages.Select((_, v) => world.Targets.Select(target => _timing[v].NextDouble() * target.Interval).ToArray())];
        _next = [.. _rounds.Select(round => round.ToArray())];
        _nextHeartbeat = [.. world.Vantages.Select((_, v) => _timing[v].NextDouble() * world.HeartbeatEvery)];
    }

    public int Files => _archives.Sum(archive => archive.FilesWritten);

    public long Lines => _archives.Sum(archive => archive.Lines);

    public HostRecord Play(CancellationToken cancellation)
    {
        _world.Reset(_worldRandom.Fork("start"));
        try
        {
            for (var step = 0; step < _record.Steps; step++)
            {
                if (step % 360 == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                var from = step * _world.Step;
                var now = _record.TimeOf(step);
                _world.ClearForces();
                foreach (var trouble in _troubles)
                {
                    trouble.Apply(now);
                }

                _world.Advance(from, from + _world.Step, now, _worldRandom);
                Keep(step, from, now);
                for (var v = 0; v < _probers.Length; v++)
                {
                    Watch(v, from + _world.Step);
                }
            }
        }
        finally
        {
            foreach (var archive in _archives)
            {
                archive.Dispose();
            }
        }

        return _record;
    }

    /// <summary>What route collectors see of it: the losses of routes that followed from the sessions.</summary>
    public IEnumerable<IHappening> RouteLosses()
    {
        foreach (var site in _world.Sites.Where(site => !site.IsControl))
        {
            var others = site.Origin!.PrefixesAtStart.Except(site.SingleHomed).ToList();
            var losses = Gone(site.Any).Select(gone => (Gone: gone, Prefixes: others))
                .Concat(site.SingleHomed.Count == 0 ? [] : Gone(site.FirstOnly).Select(gone => (Gone: gone, Prefixes: site.SingleHomed.ToList())))
                .GroupBy(loss => loss.Gone).ToList();
            var spans = losses.Select(loss => loss.Key).ToList();
            foreach (var loss in losses.OrderBy(loss => loss.Key.From))
            {
                var isAlone = !spans.Exists(other => other != loss.Key && other.From < loss.Key.To + Near && other.To > loss.Key.From - Near);
                List<SimulatedPrefix> prefixes = [.. loss.SelectMany(part => part.Prefixes)];
                yield return new OriginLoss(
                    site.Origin, loss.Key.From, loss.Key.To, prefixes,
                    Label: isAlone && loss.Key.Length < Brief ? Labels.Flapping : null);
            }
        }
    }

    /// <summary>When routes were gone. What comes back for less than two minutes is not seen to come back: peers wait before they announce.</summary>
    private List<Span> Gone(RouteSight sight)
    {
        var gone = new List<Span>();
        foreach (var (at, isThere) in sight.Changes)
        {
            var time = _record.Window.Start.AddMicroseconds(Math.Floor(at * 1e6));
            if (isThere)
            {
                gone[^1] = gone[^1] with { To = time };
            }
            else if (gone.Count > 0 && time - gone[^1].To < TimeSpan.FromMinutes(2))
            {
                gone[^1] = gone[^1] with { To = _record.Window.End };
            }
            else
            {
                gone.Add(new Span(time, _record.Window.End));
            }
        }

        return gone;
    }

    private void Keep(int step, double from, DateTimeOffset now)
    {
        for (var i = 0; i < _world.Sites.Count; i++)
        {
            var link = _world.Sites[i].Uplinks[0].Link;
            _record.Strained[i][step] = link.LossIn >= 0.05 || link.LossOut >= 0.05 || link.Delay >= 0.05;
            _record.Unrouted[i][step] = !_world.Sites[i].Any.IsThere;
            _record.Dark[i][step] = !_world.Sites[i].Hosts.Exists(host => IsReached(host, from, now));
        }

        foreach (var target in _world.Targets)
        {
            // As most places see it: the middle of what clients at the vantage points would meet.
            var levels = 0.0;
            var served = 0;
            foreach (var vantage in _world.Vantages)
            {
                var level = ServiceLevel.Of(vantage, target, from, now);
                served += level >= 0.5 ? 1 : 0;
                levels = Math.Max(levels, level);
            }

            _record.Targets[target.Index].Set(step, served * 2 >= _world.Vantages.Count ? levels : Math.Min(levels, 0.49));
        }
    }

    private bool IsReached(SimulatedHost host, double from, DateTimeOffset now) =>
        host.IsUp && _world.Vantages.Count(vantage => new Packets(vantage, host, from, now).BothWays > Lost) * 2 >= _world.Vantages.Count;

    private void Watch(int v, double to)
    {
        var vantage = _world.Vantages[v];
        var next = _next[v];
        _due.Clear();
        for (var target = 0; target < next.Length; target++)
        {
            while (next[target] < to)
            {
                _due.Add((next[target], target));
                var interval = _world.Targets[target].Interval;
                _rounds[v][target] += interval;
                next[target] = _rounds[v][target] + (_timing[v].NextDouble() * Jitter * interval);
            }
        }

        _due.Sort();
        foreach (var (due, index) in _due)
        {
            // Where a heartbeat and a probe fall together the heartbeat goes first; the prober is late by a moment.
            Beat(v, due);
            if (vantage.IsAlive)
            {
                var at = _record.Window.Start.AddMicroseconds(Math.Floor(due * 1e6));
                _archives[v].Write(_probers[v].Probe(vantage, _world.Targets[index], due, at));
            }
        }

        Beat(v, to);
    }

    private void Beat(int v, double before)
    {
        while (_nextHeartbeat[v] < before)
        {
            if (_world.Vantages[v].IsAlive)
            {
                var at = _record.Window.Start.AddMicroseconds(Math.Floor(_nextHeartbeat[v] * 1e6));
                _archives[v].Write(new VantageHeartbeat(_world.Vantages[v].Name, (at - DateTimeOffset.UnixEpoch).Ticks * 100));
            }

            _nextHeartbeat[v] += _world.HeartbeatEvery;
        }
    }
}
