using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.App.Detecting;

/// <summary>The batches of one session in one partition that wait: their rounds only grow, as a partition keeps the order.</summary>
/// <param name="header">Head of a batch.</param>
/// <param name="before">What an earlier process had; null where there was none.</param>
internal sealed class PartitionRounds<T>(Func<T, BatchHeader> header, PartitionState? before = null)
    where T : class
{
    private readonly Queue<(T Batch, long Offset)> _waiting = new();
    private long _next = before?.Next ?? 0;
    private bool _hasLast;
    private (long Round, long Offset)? _given;

    /// <summary>Batches that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Batches that were had before.</summary>
    public long Repeated { get; private set; } = before?.Repeated ?? 0;

    /// <summary>Whether anything ever came.</summary>
    public bool WasHeard => _next > 0;

    /// <summary>The first round that waits; null where none does.</summary>
    public long? FirstWaiting => _waiting.TryPeek(out var first) ? (long)header(first.Batch).Round : null;

    /// <summary>Nothing more comes.</summary>
    public void End() => _hasLast = true;

    /// <summary>Takes a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="offset">Where it stands in the partition.</param>
    /// <param name="isAgain">Whether an earlier process counted it.</param>
    public void Take(T batch, long offset, bool isAgain)
    {
        var head = header(batch);
        var round = (long)head.Round;
        if (round < _next)
        {
            Repeated += isAgain ? 0 : 1;
            return;
        }

        _next = round + 1;
        _hasLast |= head.IsLast;
        _waiting.Enqueue((batch, offset));
    }

    /// <summary>Whether it is known what is in this round: its batch is there, or a later one is.</summary>
    public bool Knows(long round) => _waiting.Count > 0 || (_hasLast && round >= _next);

    /// <summary>The batch of this round; null where it never came.</summary>
    public T? TakeOf(long round)
    {
        if (FirstWaiting != round)
        {
            return null;
        }

        var (batch, offset) = _waiting.Dequeue();
        _given = (round, offset);
        return batch;
    }

    /// <summary>Its state, as if what waits had not come yet: that is read again.</summary>
    /// <param name="roundInHand">Round that was given out and is not told to its end; null for none.</param>
    public PartitionState State(long? roundInHand)
    {
        if (roundInHand is { } round && _given is { } given && given.Round == round)
        {
            return new PartitionState(round, Repeated, given.Offset);
        }

        return _waiting.TryPeek(out var first) ? new PartitionState((long)header(first.Batch).Round, Repeated, first.Offset) : new PartitionState(_next, Repeated, null);
    }
}
