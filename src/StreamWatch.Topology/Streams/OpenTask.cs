using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>A task as other threads see it.</summary>
internal sealed class OpenTask(InputLogStore store)
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _positions = new();
    private volatile bool _isRestored;
    private volatile bool _isRunning;
    private volatile bool _hasEnded;
    private volatile TaskCounts _counts = TaskCounts.None;

    public InputLogStore Store => store;

    /// <summary>Whether everything in its changelog was read.</summary>
    public bool IsRestored
    {
        get => _isRestored;
        set => _isRestored = value;
    }

    /// <summary>Whether it is as it was before.</summary>
    public bool IsRunning
    {
        get => _isRunning;
        set => _isRunning = value;
    }

    /// <summary>Whether everything came, was decided, was sent and is committed.</summary>
    public bool HasEnded
    {
        get => _hasEnded;
        set => _hasEnded = value;
    }

    /// <summary>What it has taken and left out.</summary>
    public TaskCounts Counts
    {
        get => _counts;
        set => _counts = value;
    }

    /// <summary>By topic, the offset that it reads next.</summary>
    public IEnumerable<(string Topic, long Next)> Positions => _positions.Select(position => (position.Key, Volatile.Read(ref position.Value.Value)));

    /// <summary>A message was read; the offset that comes next.</summary>
    public void Read(string topic, long next) => Volatile.Write(ref _positions.GetOrAdd(topic, static _ => new StrongBox<long>()).Value, next);
}
