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

    /// <param name="header">Head of any batch of the session.</param>
    public SessionStream(BatchHeader header)
    {
        Producer = header.Producer;
        Session = header.Session;
        _routes = [.. Enumerable.Range(0, (int)header.RoutePartitions).Select(_ => new PartitionRounds<RouteBatchReader>(reader => reader.Header))];
        _probes = [.. Enumerable.Range(0, (int)header.ProbePartitions).Select(_ => new PartitionRounds<ProbeBatchReader>(reader => reader.Header))];
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
    public void Take(RouteBatchReader batch) => Take(_routes[batch.Header.Partition], batch);

    /// <summary>Takes a batch of probe results.</summary>
    public void Take(ProbeBatchReader batch) => Take(_probes[batch.Header.Partition], batch);

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
        Missing += _routes.Length + _probes.Length - routes.Length - probes.Length;
        NextRound++;
        var round = new SessionRound(routes, probes);
        HasEnded = round.IsLast;
        return round;
    }

    private void Take<T>(PartitionRounds<T> partition, T batch)
        where T : class
    {
        if (HasEnded && _isEnding)
        {
            Outlived++;
            return;
        }

        partition.Take(batch);
    }
}
