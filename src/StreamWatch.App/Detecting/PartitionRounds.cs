using StreamWatch.Schemas.Contracts;

namespace StreamWatch.App.Detecting;

/// <summary>The batches of one session in one partition that wait: their rounds only grow, as a partition keeps the order.</summary>
internal sealed class PartitionRounds<T>(Func<T, BatchHeader> header)
    where T : class
{
    private readonly Queue<T> _waiting = new();
    private long _next;
    private bool _hasLast;

    /// <summary>Batches that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Batches that were had before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Whether anything ever came.</summary>
    public bool WasHeard => _next > 0;

    /// <summary>The first round that waits; null where none does.</summary>
    public long? FirstWaiting => _waiting.TryPeek(out var batch) ? (long)header(batch).Round : null;

    /// <summary>Nothing more comes.</summary>
    public void End() => _hasLast = true;

    public void Take(T batch)
    {
        var head = header(batch);
        var round = (long)head.Round;
        if (round < _next)
        {
            Repeated++;
            return;
        }

        _next = round + 1;
        _hasLast |= head.IsLast;
        _waiting.Enqueue(batch);
    }

    /// <summary>Whether it is known what is in this round: its batch is there, or a later one is.</summary>
    public bool Knows(long round) => _waiting.Count > 0 || (_hasLast && round >= _next);

    /// <summary>The batch of this round; null where it never came.</summary>
    public T? TakeOf(long round) => _waiting.TryPeek(out var batch) && (long)header(batch).Round == round ? _waiting.Dequeue() : null;
}
