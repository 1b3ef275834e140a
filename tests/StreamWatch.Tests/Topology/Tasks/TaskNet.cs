using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Tasks;

/// <summary>All tasks of a run in one place: what they send each other waits in queues, each in order, and is delivered in whatever order the queues are chosen.</summary>
sealed class TaskNet
{
    readonly Dictionary<(TaskKind Kind, int Partition), IPartitionTask> _tasks = [];
    readonly SortedDictionary<string, Queue<(TaskKind Kind, int Partition, TaskTopic Topic, byte[] Message)>> _queues = new(StringComparer.Ordinal);
    readonly TaskOptions _options;
    readonly DetectionTasks _factory;

    public TaskNet(TaskOptions options)
    {
        _options = options;
        _factory = new DetectionTasks(options);
        foreach (var (kind, partitions) in new[] { (TaskKind.RouteBucket, options.RoutePartitions), (TaskKind.ProbeBucket, options.ProbePartitions), (TaskKind.Entity, options.EntityPartitions) })
        {
            for (var partition = 0; partition < partitions; partition++)
            {
                _tasks.Add((kind, partition), Make(kind, partition));
            }
        }
    }

    /// <summary>What was found, as it was published.</summary>
    public List<(int Partition, byte[] Batch)> Results { get; } = [];

    /// <summary>Messages between tasks, and their bytes.</summary>
    public Dictionary<TaskTopic, (long Messages, long Bytes)> Sent { get; } = [];

    /// <summary>The tasks that wait for something.</summary>
    public IEnumerable<string> Unfinished => _tasks.Where(task => !task.Value.HasEnded).Select(task => $"{task.Key.Kind} {task.Key.Partition}");

    /// <summary>What the tasks of a kind have taken and left out.</summary>
    public TaskCounts CountsOf(TaskKind kind) => TaskCounts.Sum(_tasks.Where(task => task.Key.Kind == kind).Select(task => task.Value.Counts));

    /// <summary>Delivers a batch of a producer.</summary>
    public void Take(bool isRoutes, int partition, byte[] batch) =>
        _tasks[(isRoutes ? TaskKind.RouteBucket : TaskKind.ProbeBucket, partition)].Take(isRoutes ? TaskTopic.Routes : TaskTopic.Probes, batch);

    /// <summary>Delivers so many of the messages that wait; false where none are left.</summary>
    public bool Deliver(Random random, int many)
    {
        for (; many > 0; many--)
        {
            var waiting = _queues.Values.Where(queue => queue.Count > 0).ToList();
            if (waiting.Count == 0)
            {
                return false;
            }

            var (kind, partition, topic, message) = waiting[random.Next(waiting.Count)].Dequeue();
            _tasks[(kind, partition)].Take(topic, message);
        }

        return true;
    }

    /// <summary>Tells every task what the clock on the wall says.</summary>
    public void Tick(long nowMicros)
    {
        foreach (var task in _tasks.Values)
        {
            task.Tick(nowMicros);
        }
    }

    /// <summary>Stops a task and has another go on from its state.</summary>
    public void Restart(Random random)
    {
        var (kind, partition) = _tasks.Keys.ElementAt(random.Next(_tasks.Count));
        using var state = new MemoryStream();
        _tasks[(kind, partition)].WriteState(state);
        state.Position = 0;
        _tasks[(kind, partition)] = Make(kind, partition);
        _tasks[(kind, partition)].ReadState(state);
    }

    IPartitionTask Make(TaskKind kind, int partition) => _factory.Create(kind, partition, new Output(this, kind, partition));

    void Send(TaskKind sender, int from, TaskTopic topic, int partition, byte[] message)
    {
        Assert.Contains(topic, TaskGraph.Nodes.Single(node => node.Kind == sender).Sinks);
        var (messages, bytes) = Sent.GetValueOrDefault(topic);
        Sent[topic] = (messages + 1, bytes + message.Length);
        if (topic == TaskTopic.Results)
        {
            Results.Add((partition, message));
            return;
        }

        var kind = topic == TaskTopic.Exchange ? TaskKind.RouteBucket : TaskKind.Entity;
        var name = $"{sender} {from} to {kind} {partition}";
        if (!_queues.TryGetValue(name, out var queue))
        {
            _queues.Add(name, queue = new());
        }

        queue.Enqueue((kind, partition, topic, message));
    }

    sealed class Output(TaskNet net, TaskKind kind, int from) : ITaskOutput
    {
        public void Send(TaskTopic topic, int partition, ReadOnlySpan<byte> message) => net.Send(kind, from, topic, partition, message.ToArray());
    }
}
