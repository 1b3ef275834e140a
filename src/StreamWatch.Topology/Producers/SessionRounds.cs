using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Producers;

/// <summary>
/// What came of one producer in one partition: its rounds only grow there, so that what was had is known by its number. A new session takes the place of the
/// one before, which cannot go on.
/// </summary>
public sealed class SessionRounds
{
    private readonly HashSet<string> _before = new(StringComparer.Ordinal);
    private string? _session;
    private long _next;

    /// <summary>Event time that was reached, microseconds since the epoch; null before the first.</summary>
    public long? ReachedMicros { get; private set; }

    /// <summary>Whether the session has said that nothing follows.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Batches that were had before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Batches that never came, or that the topic does not keep any more.</summary>
    public long Missing { get; private set; }

    /// <summary>Batches of sessions that a newer one has ended.</summary>
    public long Outlived { get; private set; }

    /// <summary>Takes the head of a batch; false where the batch is to be left out.</summary>
    public bool Take(BatchHeader header)
    {
        if (_session != header.Session)
        {
            if (_before.Contains(header.Session))
            {
                Outlived++;
                return false;
            }

            if (_session is not null)
            {
                _before.Add(_session);
            }

            (_session, _next, HasEnded) = (header.Session, 0, false);
        }

        var round = (long)header.Round;
        if (round < _next)
        {
            Repeated++;
            return false;
        }

        Missing += round - _next;
        _next = round + 1;
        HasEnded = header.IsLast;
        if (header.ReachedMicros is > 0 and < EventTime.EndMicros)
        {
            ReachedMicros = Math.Max(ReachedMicros ?? long.MinValue, header.ReachedMicros);
        }

        return true;
    }
}
