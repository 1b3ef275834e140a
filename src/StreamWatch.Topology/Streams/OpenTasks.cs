using System.Collections.Concurrent;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>The tasks that this process has now. Safe for concurrent use.</summary>
internal sealed class OpenTasks
{
    private readonly ConcurrentDictionary<(TaskKind Kind, int Partition), OpenTask> _tasks = new();

    private long _turns;

    /// <summary>Grows as long as the threads of the tasks come round.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>How many there are.</summary>
    public int Count => _tasks.Count;

    /// <summary>How many are not restored yet.</summary>
    public int Restoring => _tasks.Values.Count(task => !task.IsRunning);

    /// <summary>
    /// Whether entities are among them, and everything came, was decided, was sent and is committed in each. A process without entities does not know the end by
    /// itself: it gets some when others leave.
    /// </summary>
    public bool HaveEnded => _tasks.Keys.Any(task => task.Kind == TaskKind.Entity) && _tasks.Values.All(task => task.HasEnded);

    /// <summary>What they have taken and left out together.</summary>
    public TaskCounts Counts => TaskCounts.Sum(_tasks.Values.Select(task => task.Counts));

    /// <summary>What each has read: topic, partition and the offset that comes next.</summary>
    public IEnumerable<(string Topic, int Partition, long Next)> Positions() =>
        from task in _tasks
        from position in task.Value.Positions
        select (position.Topic, task.Key.Partition, position.Next);

    /// <summary>The task of a partition.</summary>
    public OpenTask Of(TaskKind kind, int partition) => _tasks[(kind, partition)];

    /// <summary>A thread came round.</summary>
    public void Turn() => Interlocked.Increment(ref _turns);

    /// <summary>A store was opened: a task begins.</summary>
    public void Opened(TaskKind kind, int partition, InputLogStore store) => _tasks[(kind, partition)] = new OpenTask(store);

    /// <summary>Everything in its changelog was read.</summary>
    public void Restored(TaskKind kind, int partition)
    {
        if (_tasks.TryGetValue((kind, partition), out var task))
        {
            task.IsRestored = true;
        }
    }

    /// <summary>A store was closed: the task is another process's now, or nobody's.</summary>
    public void Closed(TaskKind kind, int partition, InputLogStore store)
    {
        if (_tasks.TryGetValue((kind, partition), out var task) && task.Store == store)
        {
            _tasks.TryRemove(KeyValuePair.Create((kind, partition), task));
        }
    }
}
