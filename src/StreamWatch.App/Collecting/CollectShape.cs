namespace StreamWatch.App.Collecting;

/// <summary>What shapes the rounds of a session: the same inputs and the same shape give the same rounds.</summary>
/// <param name="Producer">Name of the collecting process, 1 to 255 characters.</param>
/// <param name="RoutePartitions">Partitions of the topic of routes; 0 where there are no routes.</param>
/// <param name="ProbePartitions">Partitions of the topic of probes; 0 where there are no probe results.</param>
internal sealed record CollectShape(string Producer, int RoutePartitions, int ProbePartitions)
{
    /// <summary>Elems, or probe results, for which a partition's batch is cut. Most of the gain of batches comes by 50 (measured); more of them make fewer messages.</summary>
    public const int ItemsInBatch = 512;

    /// <summary>Bytes for which a batch is cut: room to the 1 MB that brokers take by default.</summary>
    public const int BytesInBatch = 512 * 1024;

    /// <summary>Records for which a round is cut even where they hold nothing.</summary>
    public const int RecordsInRound = 65_536;
}
