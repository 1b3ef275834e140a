using Google.Protobuf;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Hosting;

/// <summary>
/// What a task says, on its way: it waits until the input that it answers is safe in the changelog, and is remembered until it is delivered. So nothing leaves
/// that a restoration could decide otherwise. Not thread-safe.
/// </summary>
internal sealed class TaskOutbox(string runId, TaskKind kind, int partition, IMessageSink sink, IHostWatch watch) : ITaskOutput
{
    private readonly Dictionary<(TaskTopic Topic, int Partition), ulong> _next = [];
    private readonly Queue<Outgoing> _waiting = new();
    private readonly Queue<Outgoing> _sent = new();
    private long _sentCount;
    private long _deliveredCount;

    /// <summary>Number of the input that is answered.</summary>
    public ulong Input { get; set; }

    /// <summary>Messages that have left so far.</summary>
    public long SentCount => _sentCount;

    /// <summary>Whether everything is delivered.</summary>
    public bool IsEmpty => _waiting.Count == 0 && _sent.Count == 0;

    public void Send(TaskTopic topic, int to, ReadOnlySpan<byte> message)
    {
        if (topic == TaskTopic.Results)
        {
            _waiting.Enqueue(new Outgoing(Input, topic, to, message.ToArray()));
            return;
        }

        if (topic is not (TaskTopic.Exchange or TaskTopic.Entities))
        {
            throw new ArgumentOutOfRangeException(nameof(topic), topic, "tasks send to the exchange, the entities and the results");
        }

        var number = _next.GetValueOrDefault((topic, to));
        _next[(topic, to)] = number + 1;
        var wrapped = new TaskMessage
        {
            Version = Contract.Version,
            RunId = runId,
            SenderKind = TopicNumbers.Of(kind),
            SenderPartition = (uint)partition,
            Sequence = number,
            Payload = ByteString.CopyFrom(message),
        };
        _waiting.Enqueue(new Outgoing(Input, topic, to, wrapped.ToByteArray()));
    }

    /// <summary>Publishes what answers inputs before this one.</summary>
    public void Release(ulong safeInputs)
    {
        while (_waiting.TryPeek(out var message) && message.Input < safeInputs)
        {
            _waiting.Dequeue();
            sink.Send(message.Topic, message.Partition, message.Message);
            _sent.Enqueue(message);
            _sentCount++;
        }
    }

    /// <summary>The first so many that left are delivered.</summary>
    public void Delivered(long count)
    {
        while (_deliveredCount < count)
        {
            var message = _sent.Dequeue();
            watch.Sent(message.Topic, message.Message.Length);
            _deliveredCount++;
        }
    }

    public void Write(HostState state)
    {
        foreach (var ((topic, to), next) in _next.OrderBy(pair => pair.Key))
        {
            state.Sent.Add(new SentSequence { Topic = TopicNumbers.Of(topic), Partition = to, Next = next });
        }

        foreach (var message in _sent.Concat(_waiting))
        {
            state.Waiting.Add(new WaitingMessage
            {
                Topic = TopicNumbers.Of(message.Topic),
                Partition = message.Partition,
                Message = UnsafeByteOperations.UnsafeWrap(message.Message),
            });
        }
    }

    public void Read(HostState state)
    {
        foreach (var sent in state.Sent)
        {
            _next[(TopicNumbers.Topic(sent.Topic), sent.Partition)] = sent.Next;
        }

        foreach (var message in state.Waiting)
        {
            _waiting.Enqueue(new Outgoing(0, TopicNumbers.Topic(message.Topic), message.Partition, message.Message.ToByteArray()));
        }
    }
}
