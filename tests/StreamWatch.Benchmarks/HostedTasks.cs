using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Benchmarks;

/// <summary>All tasks of a run in their hosts, on one thread, over topics in memory and changelogs that only count.</summary>
sealed class HostedTasks : IHostWatch
{
    /// <summary>Messages that a task takes before what it said leaves, as with a commit interval.</summary>
    const int MessagesInTurn = 100;

    readonly Dictionary<(TaskTopic Topic, int Partition), Queue<byte[]>> _topics = [];
    readonly List<Place> _places = [];

    public HostedTasks(TaskOptions options)
    {
        var factory = new DetectionTasks(options);
        var host = new HostOptions { RunId = options.RunId };
        foreach (var node in TaskGraph.Nodes)
        {
            var count = node.Kind switch
            {
                TaskKind.RouteBucket => options.RoutePartitions,
                TaskKind.ProbeBucket => options.ProbePartitions,
                _ => options.EntityPartitions,
            };
            for (var partition = 0; partition < count; partition++)
            {
                _places.Add(new Place(this, node, partition, factory, host));
            }
        }
    }

    /// <summary>Bytes that went into changelogs.</summary>
    public long LoggedBytes { get; private set; }

    /// <summary>Runs until nothing is left to do.</summary>
    public void Run(IEnumerable<(int Partition, byte[] Batch)> routes)
    {
        foreach (var (partition, batch) in routes)
        {
            Of(TaskTopic.Routes, partition).Enqueue(batch);
        }

        while (_places.Sum(place => place.Turn()) > 0)
        {
        }
    }

    public void Took(TaskTopic topic, int bytes)
    {
    }

    public void Repeated(TaskTopic topic)
    {
    }

    public void OfAnotherRun(TaskTopic topic)
    {
    }

    public void Refused(TaskTopic topic, int partition, long offset, string reason) => throw new InvalidOperationException(reason);

    public void Restored(TaskKind kind, int partition, int inputs, long bytes)
    {
    }

    public void Sent(TaskTopic topic, int bytes)
    {
    }

    public void Snapshotting(TaskKind kind, int partition)
    {
    }

    public void Snapshotted(TaskKind kind, int partition, long bytes)
    {
    }

    Queue<byte[]> Of(TaskTopic topic, int partition)
    {
        if (!_topics.TryGetValue((topic, partition), out var messages))
        {
            _topics.Add((topic, partition), messages = new());
        }

        return messages;
    }

    sealed class Place : ITaskLog, IMessageSink
    {
        readonly HostedTasks _all;
        readonly TaskNode _node;
        readonly int _partition;
        readonly TaskHost _host;
        long _offset;

        public Place(HostedTasks all, TaskNode node, int partition, ITaskFactory factory, HostOptions options)
        {
            (_all, _node, _partition) = (all, node, partition);
            _host = new TaskHost(node.Kind, partition, factory, options, new RestoredLog(), this, this, all);
        }

        public int Turn()
        {
            var taken = 0;
            foreach (var topic in _node.Sources)
            {
                var messages = _all.Of(topic, _partition);
                for (var many = 0; many < MessagesInTurn && messages.TryDequeue(out var message); many++)
                {
                    _host.Take(topic, _partition, _offset++, message);
                    taken++;
                }
            }

            _host.Flushed();
            _host.Release();
            return taken;
        }

        public void Put(byte[] key, byte[] value) => _all.LoggedBytes += key.Length + value.Length;

        public void Delete(byte[] key) => _all.LoggedBytes += key.Length;

        public void Send(TaskTopic topic, int partition, byte[] message)
        {
            if (topic != TaskTopic.Results)
            {
                _all.Of(topic, partition).Enqueue(message);
            }
        }
    }
}
