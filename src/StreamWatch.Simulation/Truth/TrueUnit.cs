using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation.Truth;

/// <summary>What counts once: an address or machine with its targets. It is away when at least half of them do not serve.</summary>
internal sealed class TrueUnit
{
    private readonly bool[] _away;
    private readonly bool[] _inWork;

    public TrueUnit(HostRecord record, IReadOnlyList<ProbedTarget> targets)
    {
        Targets = targets;
        _away = new bool[record.Steps];
        _inWork = new bool[record.Steps];
        var work = record.World.Declared.ToLookup(window => window.Target);
        for (var step = 0; step < record.Steps; step++)
        {
            _away[step] = targets.Count(target => record.Targets[target.Index].Away[step]) * 2 >= targets.Count;
        }

        foreach (var window in targets.SelectMany(target => work[target.Name]))
        {
            var from = (int)((window.From - record.Window.Start.UtcDateTime).TotalSeconds / record.World.Step);
            var to = (int)Math.Ceiling((window.To - record.Window.Start.UtcDateTime).TotalSeconds / record.World.Step);
            for (var step = Math.Max(0, from); step < Math.Min(record.Steps, to); step++)
            {
                _inWork[step] = true;
            }
        }
    }

    public IReadOnlyList<ProbedTarget> Targets { get; }

    public TargetKind Kind => Targets[0].Kind;

    public bool IsAway(int step) => _away[step];

    /// <summary>Whether the watch file tells of work on it.</summary>
    public bool IsInWork(int step) => _inWork[step];
}
