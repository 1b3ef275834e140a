using StreamWatch.Tests.Topology.Toys;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Tests.Topology.Hosting;

/// <summary>
/// All tasks of a run, each in its host, over topics and changelogs in memory that keep what a broker would. Tasks die at any moment and begin again where they last committed.
/// </summary>
sealed class HostNet
{
    readonly Dictionary<(TaskTopic Topic, int Partition), List<byte[]>> _topics = [];
    readonly List<Place> _places = [];
    readonly ITaskFactory _factory;
    readonly HostOptions _options;

    public HostNet(ITaskFactory factory, TaskOptions tasks, long snapshotAfter)
    {
        _factory = factory;
        _options = new HostOptions { RunId = tasks.RunId, SnapshotAfterBytes = snapshotAfter };
        foreach (var node in TaskGraph.Nodes)
        {
            var count = node.Kind switch
            {
                TaskKind.RouteBucket => tasks.RoutePartitions,
                TaskKind.ProbeBucket => tasks.ProbePartitions,
                _ => tasks.EntityPartitions,
            };
            _places.AddRange(Enumerable.Range(0, count).Select(partition => new Place(this, node, partition)));
        }
    }

    public ToyWatch Watch { get; } = new();

    public int Deaths { get; private set; }

    public IEnumerable<byte[]> Results => _topics.Where(topic => topic.Key.Topic == TaskTopic.Results).SelectMany(topic => topic.Value);

    public void Publish(TaskTopic topic, int partition, byte[] message) => Of(topic, partition).Add(message);

    /// <summary>Does something somewhere; rarely a task dies.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="deathsOf">One in so many is a death; 0 for none.</param>
    public void Step(Random random, int deathsOf)
    {
        var place = _places[random.Next(_places.Count)];
        if (deathsOf > 0 && random.Next(deathsOf) == 0)
        {
            place.Die(random);
            Deaths++;
            return;
        }

        place.Read(random, random.Next(30));
        if (random.Next(3) == 0)
        {
            place.Commit();
        }
    }

    /// <summary>Goes on until every task has ended; false where they wait for something that does not come.</summary>
    public bool RunToEnd(Random random, int deathsOf)
    {
        for (var quiet = 0; quiet < 3;)
        {
            var before = _places.Sum(place => place.Done);
            for (var step = 0; step < _places.Count * 10; step++)
            {
                Step(random, deathsOf);
            }

            foreach (var place in _places)
            {
                place.Read(random, int.MaxValue);
                place.Commit();
                place.Host.Release();
            }

            if (_places.TrueForAll(place => place.Host.HasEnded))
            {
                return true;
            }

            quiet = _places.Sum(place => place.Done) == before ? quiet + 1 : 0;
        }

        return false;
    }

    List<byte[]> Of(TaskTopic topic, int partition)
    {
        if (!_topics.TryGetValue((topic, partition), out var messages))
        {
            _topics.Add((topic, partition), messages = []);
        }

        return messages;
    }

    /// <summary>A task's place: its changelog, and how far it has read and committed.</summary>
    sealed class Place : IMessageSink
    {
        readonly HostNet _net;
        readonly TaskNode _node;
        readonly int _partition;
        readonly KeptLog _log = new();
        readonly List<(TaskTopic Topic, int Partition, byte[] Message)> _undelivered = [];
        readonly Dictionary<TaskTopic, int> _read = [];
        Dictionary<TaskTopic, int> _committed = [];

        public Place(HostNet net, TaskNode node, int partition)
        {
            (_net, _node, _partition) = (net, node, partition);
            Host = Begin(isCompacted: false);
        }

        public TaskHost Host { get; private set; }

        /// <summary>Grows with everything that is done.</summary>
        public long Done { get; private set; }

        public void Send(TaskTopic topic, int partition, byte[] message) => _undelivered.Add((topic, partition, message));

        public void Read(Random random, int many)
        {
            foreach (var topic in _node.Sources.OrderBy(_ => random.Next()).ToList())
            {
                var messages = _net.Of(topic, _partition);
                var at = _read.GetValueOrDefault(topic);
                for (; at < messages.Count && many > 0; many--, at++)
                {
                    Host.Take(topic, _partition, at, messages[at]);
                    Done++;
                }

                _read[topic] = at;
            }
        }

        public void Commit()
        {
            Host.Flushed();
            _log.Flush();
            Deliver(_undelivered.Count);
            _committed = new(_read);
            Host.Release();
        }

        public void Die(Random random)
        {
            Deliver(random.Next(_undelivered.Count + 1));
            _undelivered.Clear();
            _log.Crash(random.Next(20));
            _read.Clear();
            foreach (var (topic, next) in _committed)
            {
                _read[topic] = next;
            }

            Host = Begin(random.Next(2) == 0);
        }

        void Deliver(int many)
        {
            foreach (var (topic, partition, message) in _undelivered.Take(many))
            {
                _net.Publish(topic, partition, message);
                Done++;
            }

            _undelivered.RemoveRange(0, many);
        }

        TaskHost Begin(bool isCompacted) => new(_node.Kind, _partition, _net._factory, _net._options, _log.Read(isCompacted), _log, this, _net.Watch);
    }
}
