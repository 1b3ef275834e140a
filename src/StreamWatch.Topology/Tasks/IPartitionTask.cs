using StreamWatch.Schemas.Batches;

namespace StreamWatch.Topology.Tasks;

/// <summary>
/// A deterministic state machine behind one partition: the same messages and ticks in the same order give the same output. No clock, no I/O.
/// </summary>
public interface IPartitionTask
{
    /// <summary>Whether everything came, was decided and was sent.</summary>
    bool HasEnded { get; }

    /// <summary>What it has taken and left out; not changed any more once it is given out.</summary>
    TaskCounts Counts { get; }

    /// <summary>Takes a message (its contract's bytes) of a topic.</summary>
    /// <exception cref="ContractException">It is none.</exception>
    void Take(TaskTopic topic, ReadOnlyMemory<byte> message);

    /// <summary>Live alone: the clock on the wall, microseconds since the epoch.</summary>
    void Tick(long nowMicros);

    /// <summary>Writes the whole state.</summary>
    void WriteState(Stream stream);

    /// <summary>Takes over the state that a task of the same kind wrote; called on a new task.</summary>
    void ReadState(Stream stream);
}
