using StreamWatch.App.Collecting;

namespace StreamWatch.Tests.App.Collecting;

/// <summary>Keeps the batches of rounds in memory, partition by partition, as a broker would.</summary>
sealed class KeptRounds : IRoundSink
{
    public List<(bool IsRoutes, int Partition, byte[] Batch)> All { get; } = [];

    public long Rounds { get; private set; }

    public void Routes(int partition, byte[] batch) => All.Add((true, partition, batch));

    public void Probes(int partition, byte[] batch) => All.Add((false, partition, batch));

    public void EndRound(long round) => Rounds = round + 1;

    /// <summary>In another order, but that of each partition is kept; some are there twice, as where a collecting process was killed and started again.</summary>
    public IEnumerable<(bool IsRoutes, int Partition, byte[] Batch)> Shuffled(Random random)
    {
        var queues = All.GroupBy(one => (one.IsRoutes, one.Partition)).Select(partition =>
        {
            var batches = partition.ToList();
            var from = random.Next(batches.Count);
            var back = random.Next(from + 1);
            return new Queue<(bool, int, byte[])>([.. batches[..from], .. batches[back..]]);
        }).ToList();
        while (queues.Count > 0)
        {
            var at = random.Next(queues.Count);
            for (var many = random.Next(1, 40); many > 0 && queues[at].TryDequeue(out var batch); many--)
            {
                yield return batch;
            }

            if (queues[at].Count == 0)
            {
                queues.RemoveAt(at);
            }
        }
    }
}
