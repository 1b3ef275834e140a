using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Producers;

/// <summary>
/// Event time up to which everything has come: the least that the producers have reached in any partition that is read. In live mode whoever was silent for
/// longer than <c>idle_after</c> is not waited for, and where everybody is, the clock on the wall counts. The same heads and ticks in the same order give the
/// same times.
/// </summary>
/// <param name="producers">Names of the producers that are waited for.</param>
/// <param name="partitions">Partitions that are read of each.</param>
/// <param name="isLive">Whether silence counts.</param>
/// <param name="idleMicros"><c>idle_after</c>, microseconds.</param>
public sealed class ProducerClock(IReadOnlyList<string> producers, int partitions, bool isLive, long idleMicros)
{
    private readonly SortedDictionary<string, Heard> _producers =
        new(producers.Distinct(StringComparer.Ordinal).ToDictionary(name => name, _ => new Heard(partitions), StringComparer.Ordinal), StringComparer.Ordinal);

    private readonly SortedSet<string> _undeclared = new(StringComparer.Ordinal);
    private long _now;
    private long? _startedAt;
    private bool _wasHeard;

    /// <summary>Microseconds since the epoch; null while it is not known. Never goes back.</summary>
    public long? Current { get; private set; }

    /// <summary>Whether every producer has ended. Live nothing ever does: a producer that has ended may begin a new session, and is only not waited for meanwhile.</summary>
    public bool HasEnded => !isLive && AllHaveEnded;

    private bool AllHaveEnded => _producers.Values.All(producer => producer.HasEnded);

    /// <summary>What was left out of what producers publish.</summary>
    public TaskCounts Counts => new()
    {
        RepeatedBatches = Sum(rounds => rounds.Repeated),
        MissingBatches = Sum(rounds => rounds.Missing),
        OutlivedBatches = Sum(rounds => rounds.Outlived),
        Undeclared = [.. _undeclared],
    };

    /// <summary>Takes the head of a batch, before its content; false where the batch is to be left out. <see cref="Move"/> follows behind the content.</summary>
    /// <param name="partition">Which of the partitions it stood in, from 0.</param>
    /// <param name="header">The head.</param>
    public bool Take(int partition, BatchHeader header)
    {
        if (!_producers.TryGetValue(header.Producer, out var producer))
        {
            _undeclared.Add(header.Producer);
            return false;
        }

        _wasHeard = true;
        producer.HeardAt = _now;

        // Whoever publishes here is known by that, whatever an earlier session of it did.
        producer.Notice = null;
        return producer.Partitions[partition].Take(header);
    }

    /// <summary>Takes the word of a bucket that reads a producer which does not publish here.</summary>
    public void Take(ProducerNotice notice)
    {
        if (_producers.TryGetValue(notice.Producer, out var producer))
        {
            _wasHeard = true;
            producer.HeardAt = _now;
            producer.Notice = (notice.ReachedMicros > 0 ? notice.ReachedMicros : null, notice.HasEnded);
        }
    }

    /// <summary>What is known of a producer that is read here, for whoever does not read it.</summary>
    public ProducerNotice NoticeOf(string name) => new() { Producer = name, ReachedMicros = _producers[name].Reached ?? 0, HasEnded = _producers[name].HasEnded };

    /// <summary>Live alone: the clock on the wall, microseconds since the epoch.</summary>
    public void Tick(long nowMicros)
    {
        if (!isLive)
        {
            return;
        }

        if (nowMicros - _now > idleMicros)
        {
            // The process begins, or nobody ticked for so long: what was published meanwhile has to be read before anybody is called silent.
            _startedAt = nowMicros;
            foreach (var producer in _producers.Values.Where(producer => producer.HeardAt is not null))
            {
                producer.HeardAt = nowMicros;
            }
        }

        _now = Math.Max(_now, nowMicros);
    }

    /// <summary>Moves on by what was taken.</summary>
    public void Move()
    {
        long? least = null;
        long? most = null;
        var waits = false;
        foreach (var producer in _producers.Values)
        {
            most = Max(most, producer.Reached);
            if (producer.HasEnded || IsSilent(producer))
            {
                continue;
            }

            waits = true;
            if (producer.Reached is not { } reached)
            {
                return;
            }

            least = Math.Min(least ?? long.MaxValue, reached);
        }

        if (!waits)
        {
            least = isLive && _wasHeard && _producers.Values.All(IsSilent) ? _now : AllHaveEnded ? most : null;
        }

        Current = Max(Current, least);
    }

    private static long? Max(long? one, long? other) => one is null || other > one ? other : one;

    /// <summary>Whoever was not heard yet is given as long from the first tick on: what it published may not have been read.</summary>
    private bool IsSilent(Heard producer) => isLive && (producer.HeardAt ?? _startedAt) is { } at && _now - at > idleMicros;

    private long Sum(Func<SessionRounds, long> count) => _producers.Values.SelectMany(producer => producer.Partitions).Sum(count);

    /// <summary>What is known of a producer.</summary>
    private sealed class Heard(int partitions)
    {
        public SessionRounds[] Partitions { get; } = [.. Enumerable.Range(0, partitions).Select(_ => new SessionRounds())];

        public (long? Reached, bool HasEnded)? Notice { get; set; }

        /// <summary>The clock on the wall when it was heard last; null where it never was.</summary>
        public long? HeardAt { get; set; }

        public bool HasEnded => Notice is { } notice ? notice.HasEnded : Array.TrueForAll(Partitions, partition => partition.HasEnded);

        /// <summary>What it has reached in all partitions; null where it was not heard in one.</summary>
        public long? Reached
        {
            get
            {
                if (Notice is { } notice)
                {
                    return notice.Reached;
                }

                long? least = long.MaxValue;
                foreach (var partition in Partitions)
                {
                    least = partition.ReachedMicros is { } reached ? Math.Min(least.Value, reached) : null;
                    if (least is null)
                    {
                        return null;
                    }
                }

                return least;
            }
        }
    }
}
