using StreamWatch.Topology.Tasks;

namespace StreamWatch.Tests.Topology.Toys;

/// <summary>Makes toys, and remembers the last one of each partition.</summary>
/// <param name="buckets">Partitions of routes and of the exchange.</param>
/// <param name="probes">Partitions of probes.</param>
/// <param name="entities">Partitions of the entities.</param>
/// <param name="ballastBytes">Bytes that a toy's state has beside its own.</param>
public sealed class ToyFactory(int buckets, int probes, int entities, int ballastBytes = 0) : ITaskFactory
{
    readonly System.Collections.Concurrent.ConcurrentDictionary<(TaskKind, int), ToyTask> _made = new();

    public int Buckets => buckets;

    public int Probes => probes;

    public int Entities => entities;

    public byte[] Ballast { get; } = [.. Enumerable.Range(0, ballastBytes).Select(at => (byte)(at * 7))];

    public ToyTask Of(TaskKind kind, int partition) => _made[(kind, partition)];

    public IPartitionTask Create(TaskKind kind, int partition, ITaskOutput output) => _made[(kind, partition)] = new ToyTask(kind, partition, this, output);
}
