using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Crosscutting;
using Streamiz.Kafka.Net.State;
using Streamiz.Kafka.Net.State.Enumerator;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;
using IStateStore = Streamiz.Kafka.Net.Processors.IStateStore;

namespace StreamWatch.Topology.Streams;

/// <summary>
/// The store of a task: its changelog alone. The task itself is the state, so nothing that is written is kept here; what is restored is, until the host takes it.
/// Not thread-safe, as a task has one thread.
/// </summary>
internal sealed class InputLogStore(string name, TaskKind kind, OpenTasks tasks) : IKeyValueStore<Bytes, byte[]>
{
    private RestoredLog? _restored;
    private int _partition = -1;

    public string Name => name;

    /// <summary>Streamiz writes files beside persistent stores alone.</summary>
    public bool Persistent => false;

    public bool IsLocally => true;

    public bool IsOpen { get; private set; }

    /// <summary>Called when everything written is about to be flushed.</summary>
    public Action? Flushing { get; set; }

    /// <summary>What the changelog held; once.</summary>
    public RestoredLog TakeRestored()
    {
        var restored = _restored ?? throw new InvalidOperationException("the store was restored and given out before");
        _restored = null;
        return restored;
    }

    public void Init(ProcessorContext context, IStateStore root)
    {
        _restored = new RestoredLog();
        _partition = context.Id.Partition;
        context.Register(root, (key, value, _) => (_restored ?? throw new InvalidOperationException("an entry was restored after the task began")).Apply(key.Get, value));
        IsOpen = true;
        tasks.Opened(kind, _partition, this);
    }

    public void Put(Bytes key, byte[] value)
    {
        // Its changelog has it.
    }

    public byte[] Delete(Bytes key) => null!;

    public byte[] PutIfAbsent(Bytes key, byte[] value) => throw new NotSupportedException("a log is only appended to");

    public void PutAll(IEnumerable<KeyValuePair<Bytes, byte[]>> entries)
    {
        // Their changelog has them.
    }

    public void Flush() => Flushing?.Invoke();

    public void Close()
    {
        IsOpen = false;
        Flushing = null;
        _restored = null;
        tasks.Closed(kind, _partition, this);
    }

    public byte[] Get(Bytes key) => null!;

    public long ApproximateNumEntries() => 0;

    public IEnumerable<KeyValuePair<Bytes, byte[]>> All() => [];

    public IEnumerable<KeyValuePair<Bytes, byte[]>> ReverseAll() => [];

    public IKeyValueEnumerator<Bytes, byte[]> Range(Bytes from, Bytes to) => throw new NotSupportedException("a log is read when it is restored, and never else");

    public IKeyValueEnumerator<Bytes, byte[]> ReverseRange(Bytes from, Bytes to) => Range(from, to);
}
