using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.State;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>
/// A task as a processor of the topology. Streamiz makes it before its store is restored, and punctuates it then already; so its host begins at the first
/// message, or at the first punctuation after the restoration was reported.
/// </summary>
internal sealed class TaskProcessor : ITransformer<byte[], byte[], byte[], byte[]>, ITaskLog, IMessageSink
{
    /// <summary>How often is looked for what may leave; the least that Streamiz allows is 10 ms.</summary>
    private static readonly TimeSpan PumpEvery = TimeSpan.FromMilliseconds(10);

    private readonly TaskWiring _wiring = null!;
    private readonly Dictionary<string, TaskTopic> _sources = null!;
    private ProcessorContext<byte[], byte[]> _context = null!;
    private IKeyValueStore<byte[], byte[]> _changelog = null!;
    private OpenTask _open = null!;
    private TaskHost? _host;
    private int _partition;

    /// <summary>Streamiz makes one to learn its type, and never calls it.</summary>
    public TaskProcessor()
    {
    }

    public TaskProcessor(TaskWiring wiring)
    {
        _wiring = wiring;
        _sources = wiring.Node.Sources.ToDictionary(topic => TaskGraph.NameOf(wiring.Options.Topics, topic), topic => topic, StringComparer.Ordinal);
    }

    public void Init(ProcessorContext<byte[], byte[]> context)
    {
        _context = context;
        _partition = context.Id.Partition;
        _changelog = (IKeyValueStore<byte[], byte[]>)context.GetStateStore(_wiring.Node.Name);
        _open = _wiring.Tasks.Of(_wiring.Node.Kind, _partition);
        _open.Store.Flushing = () => _host?.Flushed();
        context.Schedule(PumpEvery, PunctuationType.PROCESSING_TIME, _ => Pump());
        if (_wiring.Options.TickEvery is { } every)
        {
            context.Schedule(every, PunctuationType.PROCESSING_TIME, Tick);
        }
    }

    public Record<byte[], byte[]>? Process(Record<byte[], byte[]> record)
    {
        var at = record.TopicPartitionOffset;
        Begun().Take(_sources[at.Topic], at.Partition.Value, at.Offset.Value, record.Value);
        _open.Read(at.Topic, at.Offset.Value + 1);
        return null;
    }

    public void Close()
    {
        // Its store says that it is closed.
    }

    void ITaskLog.Put(byte[] key, byte[] value) => _changelog.Put(key, value);

    void ITaskLog.Delete(byte[] key) => _changelog.Delete(key);

    void IMessageSink.Send(TaskTopic topic, int partition, byte[] message) => _context.Forward(PartitionKey.Of(partition), message, _wiring.Sink(topic));

    private TaskHost Begun()
    {
        if (_host is null)
        {
            _host = new TaskHost(_wiring.Node.Kind, _partition, _wiring.Factory, _wiring.Options.Host, _open.Store.TakeRestored(), this, this, _wiring.Watch);
            _open.IsRunning = true;
        }

        return _host;
    }

    private void Pump()
    {
        _wiring.Tasks.Turn();
        if (_host is null && !_open.IsRestored)
        {
            return;
        }

        var host = Begun();
        host.Release();
        _open.HasEnded = host.HasEnded;
        _open.Counts = host.Counts;
        if (host.NeedsFlush)
        {
            // Streamiz commits by itself only what was read.
            _context.Commit();
        }
    }

    /// <summary>The clock on the wall, milliseconds since the epoch.</summary>
    private void Tick(long now)
    {
        if (_host is not null || _open.IsRestored)
        {
            Begun().Tick(now * 1000);
        }
    }
}
