using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.App.Detecting;

/// <summary>
/// Puts the batches of one session together to rounds: a round is whole when every partition's batch is there. Batches that were had are dropped; where
/// one is missing for good, the round goes on without it and that is counted. Not thread-safe.
/// </summary>
internal sealed class SessionStream
{
    private readonly PartitionRounds<RouteBatchReader>[] _routes;
    private readonly PartitionRounds<ProbeBatchReader>[] _probes;
    private bool _isEnding;
    private long _missingInLast;

    /// <param name="header">Head of any batch of the session.</param>
    public SessionStream(BatchHeader header)
    {
        Producer = header.Producer;
        Session = header.Session;
        _routes = [.. Enumerable.Range(0, (int)header.RoutePartitions).Select(_ => new PartitionRounds<RouteBatchReader>(reader => reader.Header))];
        _probes = [.. Enumerable.Range(0, (int)header.ProbePartitions).Select(_ => new PartitionRounds<ProbeBatchReader>(reader => reader.Header))];
    }

    /// <param name="before">What an earlier process had of the session.</param>
    public SessionStream(SessionState before)
    {
        Producer = before.Producer;
        Session = before.Session;
        _routes = [.. before.Routes.Select(partition => new PartitionRounds<RouteBatchReader>(reader => reader.Header, partition))];
        _probes = [.. before.Probes.Select(partition => new PartitionRounds<ProbeBatchReader>(reader => reader.Header, partition))];
        NextRound = before.NextRound;
        HasEnded = before.HasEnded;
        _isEnding = before.WasEnded;
        Missing = before.Missing;
        Outlived = before.Outlived;
    }

    /// <summary>Name of the collecting process.</summary>
    public string Producer { get; }

    /// <summary>What it reads, by content.</summary>
    public string Session { get; }

    /// <summary>The round that is given out next.</summary>
    public long NextRound { get; private set; }

    /// <summary>Whether the last round was given out.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Batches that were had before.</summary>
    public long Repeated => _routes.Sum(partition => partition.Repeated) + _probes.Sum(partition => partition.Repeated);

    /// <summary>Batches that never came.</summary>
    public long Missing { get; private set; }

    /// <summary>Batches that came after the session was ended by a newer one; they are left out.</summary>
    public long Outlived { get; private set; }

    /// <summary>Whether something of it came in every partition: what other sessions of the same process published before has been read then.</summary>
    public bool WasHeardEverywhere => _routes.All(partition => partition.WasHeard) && _probes.All(partition => partition.WasHeard);

    /// <summary>Rounds of a partition that wait for those of others.</summary>
    public int WaitingOfRoutes(int partition) => partition < _routes.Length ? _routes[partition].Count : 0;

    /// <summary>Rounds of a partition that wait for those of others.</summary>
    public int WaitingOfProbes(int partition) => partition < _probes.Length ? _probes[partition].Count : 0;

    /// <summary>Takes a batch of routes.</summary>
    public void Take(RouteBatchReader batch, long offset = 0, bool isAgain = false) => Take(_routes[batch.Header.Partition], batch, offset, isAgain);

    /// <summary>Takes a batch of probe results.</summary>
    public void Take(ProbeBatchReader batch, long offset = 0, bool isAgain = false) => Take(_probes[batch.Header.Partition], batch, offset, isAgain);

    /// <summary>Its state, as if what waits had not come yet.</summary>
    /// <param name="isInHand">Whether the round given out last is not told to its end: then as if it had not been given out.</param>
    public SessionState State(bool isInHand)
    {
        long? inHand = isInHand ? NextRound - 1 : null;
        var hasEnded = HasEnded && !isInHand;
        return new SessionState(
            Producer,
            Session,
            [.. _routes.Select(partition => partition.State(inHand))],
            [.. _probes.Select(partition => partition.State(inHand))],
            inHand ?? NextRound,
            hasEnded,
            // Where it has not ended yet, a newer session that is heard again ends it again.
            hasEnded && _isEnding,
            Missing - (isInHand ? _missingInLast : 0),
            Outlived);
    }

    /// <summary>Nothing more comes: what waits is given out, whole or not, and then the session has ended.</summary>
    public void End()
    {
        _isEnding = true;
        foreach (var partition in _routes)
        {
            partition.End();
        }

        foreach (var partition in _probes)
        {
            partition.End();
        }
    }

    /// <summary>The next round; null where one of its batches may still come.</summary>
    public SessionRound? TryNext()
    {
        if (HasEnded || !_routes.All(partition => partition.Knows(NextRound)) || !_probes.All(partition => partition.Knows(NextRound)))
        {
            return null;
        }

        var first = _routes.Select(partition => partition.FirstWaiting).Concat(_probes.Select(partition => partition.FirstWaiting)).Min();
        if (first is null && _isEnding)
        {
            HasEnded = true;
            return null;
        }

        if (first > NextRound)
        {
            // Rounds of which nothing is left: the topic does not keep them any more.
            Missing += (first.Value - NextRound) * (_routes.Length + _probes.Length);
            NextRound = first.Value;
        }

        RouteBatchReader[] routes = [.. _routes.Select(partition => partition.TakeOf(NextRound)).OfType<RouteBatchReader>()];
        ProbeBatchReader[] probes = [.. _probes.Select(partition => partition.TakeOf(NextRound)).OfType<ProbeBatchReader>()];
        _missingInLast = _routes.Length + _probes.Length - routes.Length - probes.Length;
        Missing += _missingInLast;
        NextRound++;
        var round = new SessionRound(routes, probes);
        HasEnded = round.IsLast;
        return round;
    }

    private void Take<T>(PartitionRounds<T> partition, T batch, long offset, bool isAgain)
        where T : class
    {
        if (HasEnded && _isEnding)
        {
            Outlived += isAgain ? 0 : 1;
            return;
        }

        partition.Take(batch, offset, isAgain);
    }
}
