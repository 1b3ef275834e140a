using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StreamWatch.App.Metrics;

/// <summary>How many messages of each partition are not consumed yet. Safe for concurrent use.</summary>
internal sealed class LagBoard
{
    private readonly ConcurrentDictionary<(string Topic, int Partition), long> _lag = new();

    /// <summary>Sets it: the end of the partition minus the next offset that is read, messages.</summary>
    public void Set(string topic, int partition, long messages) => _lag[(topic, partition)] = messages;

    /// <summary>The partition is another consumer's now.</summary>
    public void Forget(string topic, int partition) => _lag.TryRemove((topic, partition), out _);

    /// <summary>Messages that wait in all of them.</summary>
    public long Sum() => _lag.Values.Sum();

    /// <summary>One for each partition, with its topic and number.</summary>
    public IEnumerable<Measurement<long>> Read() =>
        _lag.Select(lag => new Measurement<long>(lag.Value, StageMetrics.Tag("topic", lag.Key.Topic), StageMetrics.Tag("partition", lag.Key.Partition)));
}
