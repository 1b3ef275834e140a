using System.Collections.Concurrent;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>A task as other threads see it.</summary>
internal sealed class OpenTask(InputLogStore store)
{
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
    public ConcurrentDictionary<string, long> Positions { get; } = new();
}
