using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using StreamWatch.Engine.Checkpoints;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Hosting;

/// <summary>
/// Keeps a task through crashes where messages come at least once. As the task is deterministic, its inputs are its state: each is appended to the
/// changelog before the task takes it, a snapshot now and then makes the earlier ones needless, and a restoration reads the snapshot and tells what came after
/// it again. Not thread-safe.
/// </summary>
/// <remarks>
/// What the task says leaves only when the input that it answers is safe, that is, at the first call after a flush (<see cref="Flushed"/>): else a restoration
/// could decide otherwise about what others have heard already. It is numbered, and said again after a restoration under the same numbers.
/// </remarks>
public sealed class TaskHost
{
    private readonly TaskKind _kind;
    private readonly int _partition;
    private readonly HostOptions _options;
    private readonly ITaskLog _log;
    private readonly IHostWatch _watch;
    private readonly TaskOutbox _outbox;
    private readonly IPartitionTask _task;
    private readonly Dictionary<(uint Kind, uint Partition), ulong> _had = [];
    private readonly Dictionary<(uint Topic, int Partition), long> _offsets = [];

    private readonly List<byte[]> _inputKeys = [];
    private readonly List<byte[]> _snapshotKeys = [];
    private readonly List<byte[]> _epochKeys = [];
    private uint _epoch;
    private ulong _generation;
    private ulong _next;
    private long _logBytes;
    private long _snapshotBytes;

    private ulong _flushedInputs;
    private long _flushedMessages;

    /// <param name="kind">Kind of the task.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="factory">Makes it.</param>
    /// <param name="options">How it is kept.</param>
    /// <param name="restored">What its changelog holds.</param>
    /// <param name="log">Its changelog.</param>
    /// <param name="sink">Takes what is published.</param>
    /// <param name="watch">Hears what happens.</param>
    /// <exception cref="TaskStateLostException">The changelog is not whole.</exception>
    public TaskHost(TaskKind kind, int partition, ITaskFactory factory, HostOptions options, RestoredLog restored, ITaskLog log, IMessageSink sink, IHostWatch watch)
    {
        _kind = kind;
        _partition = partition;
        _options = options;
        _log = log;
        _watch = watch;
        _outbox = new TaskOutbox(options.RunId, kind, partition, sink, watch);
        _task = factory.Create(kind, partition, _outbox);
        Restore(restored);
    }

    /// <summary>Messages that were no message of their contract.</summary>
    public long Refused { get; private set; }

    /// <summary>Whether everything came, was decided, was sent and is safe.</summary>
    public bool HasEnded => _task.HasEnded && !NeedsFlush;

    /// <summary>What the task has taken and left out.</summary>
    public TaskCounts Counts => _task.Counts;

    /// <summary>Whether something waits for a flush: an input to be safe, or a message to be delivered.</summary>
    public bool NeedsFlush => _flushedInputs < _next || !_outbox.IsEmpty;

    /// <summary>Takes a message.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="partition">Where it stood.</param>
    /// <param name="offset">Where it stood.</param>
    /// <param name="message">The message as it was published; not changed any more by whoever hands it over.</param>
    /// <exception cref="TaskStateLostException">Messages of another task are missing before this one.</exception>
    public void Take(TaskTopic topic, int partition, long offset, byte[] message)
    {
        Release();
        _watch.Took(topic, message.Length);
        try
        {
            if (topic is TaskTopic.Exchange or TaskTopic.Entities)
            {
                TakeOfTask(topic, partition, offset, Contract.Parse(TaskMessage.Parser, message));
                return;
            }

            if (message.Length > Contract.MostBytes)
            {
                throw new ContractException($"too large: {message.Length} bytes, at most {Contract.MostBytes} are read");
            }
        }
        catch (ContractException e)
        {
            Refuse(topic, partition, offset, e);
            return;
        }

        if (_offsets.TryGetValue((TopicNumbers.Of(topic), partition), out var last) && offset <= last)
        {
            _watch.Repeated(topic);
            return;
        }

        Take(new LoggedInput { Topic = TopicNumbers.Of(topic), SourcePartition = partition, SourceOffset = offset, Message = UnsafeByteOperations.UnsafeWrap(message) });
    }

    /// <summary>Live alone: the clock on the wall, microseconds since the epoch.</summary>
    public void Tick(long nowMicros)
    {
        Release();
        Take(new LoggedInput { TickMicros = nowMicros });
    }

    /// <summary>
    /// Everything that was written until now is being flushed, and what was read before is being committed. It is taken for done at the next call of anything
    /// else: where it fails, there may be none.
    /// </summary>
    public void Flushed()
    {
        _flushedInputs = _next;
        _flushedMessages = _outbox.SentCount;
    }

    /// <summary>Publishes what may leave now, and writes a snapshot where one is due.</summary>
    public void Release()
    {
        _outbox.Delivered(_flushedMessages);
        _outbox.Release(_flushedInputs);

        // Only where everything was just committed: whoever has lost the task cannot, and so writes no snapshot over that of its successor.
        if (_flushedInputs == _next && _logBytes > Math.Max(_options.SnapshotAfterBytes, _snapshotBytes))
        {
            WriteSnapshot();
        }
    }

    private void TakeOfTask(TaskTopic topic, int partition, long offset, TaskMessage message)
    {
        Contract.Require(message.Version == Contract.Version, $"version {message.Version}, only {Contract.Version} is read");
        if (message.RunId != _options.RunId)
        {
            _watch.OfAnotherRun(topic);
            return;
        }

        var due = _had.GetValueOrDefault((message.SenderKind, message.SenderPartition));
        if (message.Sequence < due)
        {
            _watch.Repeated(topic);
            return;
        }

        if (message.Sequence > due)
        {
            throw new TaskStateLostException(string.Create(
                CultureInfo.InvariantCulture,
                $"{topic}[{partition}] offset {offset} is message {message.Sequence} of task {message.SenderKind}-{message.SenderPartition}, and {due} was never read: state is lost. Were messages removed before they were read? Give the topic more retention, and detect again from the beginning under another prefix of topics, or remove the run's changelogs and consumer group and the topics exchange and entities"));
        }

        Take(new LoggedInput
        {
            Topic = TopicNumbers.Of(topic),
            SourcePartition = partition,
            SourceOffset = offset,
            Message = message.Payload,
            SenderKind = message.SenderKind,
            SenderPartition = message.SenderPartition,
            Sequence = message.Sequence,
        });
    }

    private void Take(LoggedInput input)
    {
        Append(input);
        _outbox.Input = _next++;
        Apply(input);
    }

    private void Append(LoggedInput input)
    {
        var bytes = input.ToByteArray();
        var parts = Math.Max(1, (bytes.Length + _options.PieceBytes - 1) / _options.PieceBytes);
        for (var part = 0; part < parts; part++)
        {
            var key = LogKey.Input(_next, _epoch, (byte)(part == parts - 1 ? part | LogKey.LastPart : part));
            var at = part * _options.PieceBytes;
            _log.Put(key, parts == 1 ? bytes : bytes[at..Math.Min(bytes.Length, at + _options.PieceBytes)]);
            _inputKeys.Add(key);
            _logBytes += key.Length;
        }

        _logBytes += bytes.Length;
    }

    private void Apply(LoggedInput input)
    {
        if (input.Topic == 0)
        {
            _task.Tick(input.TickMicros);
            return;
        }

        var topic = TopicNumbers.Topic(input.Topic);
        if (topic is TaskTopic.Exchange or TaskTopic.Entities)
        {
            _had[(input.SenderKind, input.SenderPartition)] = input.Sequence + 1;
        }
        else
        {
            _offsets[(input.Topic, input.SourcePartition)] = input.SourceOffset;
        }

        try
        {
            _task.Take(topic, input.Message.Memory);
        }
        catch (ContractException e) when (topic is TaskTopic.Exchange or TaskTopic.Entities)
        {
            // Another task of the run said it under the number that was due: without it the others' bins would wait without end.
            throw new TaskStateLostException(string.Create(
                CultureInfo.InvariantCulture,
                $"{topic}[{input.SourcePartition}] offset {input.SourceOffset}, message {input.Sequence} of task {input.SenderKind}-{input.SenderPartition}, is damaged: {e.Message}. State is lost: detect again from the beginning under another prefix of topics, or remove the run's changelogs and consumer group and the topics exchange and entities"), e);
        }
        catch (ContractException e)
        {
            Refuse(topic, input.SourcePartition, input.SourceOffset, e);
        }
    }

    private void Refuse(TaskTopic topic, int partition, long offset, ContractException e)
    {
        Refused++;
        _watch.Refused(topic, partition, offset, e.Message);
    }

    private void WriteSnapshot()
    {
        _watch.Snapshotting(_kind, _partition);
        var generation = ++_generation;
        var keys = new List<byte[]> { LogKey.Marker(_epoch) };
        using var writer = new ChunkWriter(_options.PieceBytes, (index, chunk) =>
        {
            var key = LogKey.Chunk(_epoch, generation, index);
            keys.Add(key);
            _log.Put(key, chunk);
        });
        State().WriteDelimitedTo(writer);
        _task.WriteState(writer);
        writer.Complete();
        _log.Put(keys[0], new SnapshotMarker
        {
            Version = Contract.Version,
            RunId = _options.RunId,
            Generation = generation,
            Chunks = writer.Chunks,
            Bytes = writer.Bytes,
            FirstInput = _next,
        }.ToByteArray());

        // In this order: whatever of it is there after a crash, the state is whole.
        var marker = keys[0];
        foreach (var key in _inputKeys.Concat(_snapshotKeys.Where(old => !old.AsSpan().SequenceEqual(marker))).Concat(_epochKeys))
        {
            _log.Delete(key);
        }

        _inputKeys.Clear();
        _epochKeys.Clear();
        _snapshotKeys.Clear();
        _snapshotKeys.AddRange(keys);
        _snapshotBytes = writer.Bytes;
        _logBytes = 0;
        _watch.Snapshotted(_kind, _partition, writer.Bytes);
    }

    private HostState State()
    {
        var state = new HostState { Refused = Refused };
        state.Had.AddRange(_had.OrderBy(pair => pair.Key).Select(pair => new HadSequence { SenderKind = pair.Key.Kind, SenderPartition = pair.Key.Partition, Next = pair.Value }));
        state.Offsets.AddRange(_offsets.OrderBy(pair => pair.Key).Select(pair => new HadOffset { Topic = pair.Key.Topic, Partition = pair.Key.Partition, Last = pair.Value }));
        _outbox.Write(state);
        return state;
    }

    private void Restore(RestoredLog restored)
    {
        var was = restored.Read(_options.RunId);
        if (was.Chunks.Count > 0)
        {
            using var reader = new ChunkReader(was.Chunks);
            var state = HostState.Parser.ParseDelimitedFrom(reader);
            Refused = state.Refused;
            foreach (var had in state.Had)
            {
                _had[(had.SenderKind, had.SenderPartition)] = had.Next;
            }

            foreach (var offset in state.Offsets)
            {
                _offsets[(offset.Topic, offset.Partition)] = offset.Last;
            }

            _outbox.Read(state);
            try
            {
                _task.ReadState(reader);
            }
            catch (CheckpointException e)
            {
                throw new TaskStateLostException(
                    $"the snapshot of task {_kind}-{_partition} cannot be read: {e.Message}. Only the build that wrote it reads it: go on with that build, or detect again from the beginning by removing the run's changelog topics, exchange and entities topics and consumer group", e);
            }

            _snapshotBytes = was.Chunks.Sum(chunk => (long)chunk.Length);
        }

        _next = was.FirstInput;
        foreach (var input in was.Inputs)
        {
            _outbox.Input = _next++;
            Apply(input);
        }

        // What was read from the changelog is safe.
        _flushedInputs = _next;
        _logBytes = was.InputBytes;
        _inputKeys.AddRange(was.InputKeys);
        _snapshotKeys.AddRange(was.SnapshotKeys);
        _epochKeys.AddRange(was.Epochs);
        _generation = was.Generation;
        _epoch = was.Epoch;
        var start = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(start, _next);
        _log.Put(LogKey.Epoch(_epoch), start);
        foreach (var key in was.LeftOver)
        {
            _log.Delete(key);
        }

        _watch.Restored(_kind, _partition, was.Inputs.Count, restored.Bytes);
    }
}
