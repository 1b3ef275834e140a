using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.Kafka.Consuming;

namespace StreamWatch.App.Detecting;

/// <summary>Reads partitions and knows how far it is in each; while an earlier process's way is gone again, no further than that went. Not thread-safe.</summary>
internal sealed class PartitionReader(IPartitionSource source, IEnumerable<ReadPosition> from)
{
    private readonly Dictionary<(string Topic, int Partition), long> _next = from.ToDictionary(position => (position.Topic, position.Partition), position => position.Offset);
    private readonly Dictionary<(string Topic, int Partition), Queue<ConsumedMessage>> _held = [];
    private Dictionary<(string Topic, int Partition), long>? _limits;

    /// <summary>How far each partition is read, as far as that is known.</summary>
    public IReadOnlyList<ReadPosition> Read => [.. _next.Select(at => new ReadPosition(at.Key.Topic, at.Key.Partition, at.Value))];

    /// <summary>Whether every partition is read as far as it may be.</summary>
    public bool HasReachedLimits => _limits is null || _limits.All(limit => _next.GetValueOrDefault(limit.Key) >= limit.Value);

    /// <summary>Whether every partition is read up to a place, or cannot be read further for now.</summary>
    public bool HasRead(IEnumerable<ReadPosition> positions, Func<string, int, bool> isPaused) =>
        positions.All(position => _next.GetValueOrDefault((position.Topic, position.Partition)) >= position.Offset || isPaused(position.Topic, position.Partition));

    /// <summary>Sets how far partitions may be read; the others stay as they were, and those that were never named are not read.</summary>
    public void Limit(IEnumerable<ReadPosition> positions)
    {
        _limits ??= [];
        foreach (var position in positions)
        {
            _limits[(position.Topic, position.Partition)] = position.Offset;
        }
    }

    /// <summary>From now on everything may be read.</summary>
    public void Unlimit() => _limits = null;

    /// <summary>The next message that may be read; null where none came in time, or where what came has to wait.</summary>
    public ConsumedMessage? Next(TimeSpan wait)
    {
        if (FirstOfHeld() is { } held)
        {
            return Took(held);
        }

        if (source.Read(wait) is not { } message)
        {
            return null;
        }

        var at = (message.Topic, message.Partition);
        if (!_held.TryGetValue(at, out var waiting) && (message.IsEndOfPartition || MayRead(at, message.Offset)))
        {
            return Took(message);
        }

        if (message.IsEndOfPartition)
        {
            return null;
        }

        if (waiting is null)
        {
            // Everything before it was read, whether there was something or not.
            _held.Add(at, waiting = new Queue<ConsumedMessage>());
            _next[at] = Math.Max(_next.GetValueOrDefault(at), message.Offset);
            source.Pause(message.Topic, message.Partition);
        }

        waiting.Enqueue(message);
        return null;
    }

    private ConsumedMessage Took(ConsumedMessage message)
    {
        var at = (message.Topic, message.Partition);
        _next[at] = Math.Max(_next.GetValueOrDefault(at), message.IsEndOfPartition ? message.Offset : message.Offset + 1);
        return message;
    }

    private ConsumedMessage? FirstOfHeld()
    {
        foreach (var (at, waiting) in _held)
        {
            if (MayRead(at, waiting.Peek().Offset))
            {
                var message = waiting.Dequeue();
                if (waiting.Count == 0)
                {
                    _held.Remove(at);
                    source.Resume(at.Topic, at.Partition);
                }

                return message;
            }
        }

        return null;
    }

    private bool MayRead((string Topic, int Partition) at, long offset) => _limits is null || offset < _limits.GetValueOrDefault(at);
}
