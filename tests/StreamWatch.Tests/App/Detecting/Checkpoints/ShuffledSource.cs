using StreamWatch.App.Detecting;
using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.Kafka.Consuming;

namespace StreamWatch.Tests.App.Detecting.Checkpoints;

/// <summary>Partitions in memory that are published bit by bit and read in between each other by chance, as brokers give them.</summary>
/// <param name="topics">What is published in the end.</param>
/// <param name="published">How much of it is by now; grows.</param>
/// <param name="from">Where reading begins.</param>
/// <param name="random">Draws.</param>
sealed class ShuffledSource(
    IReadOnlyDictionary<(string Topic, int Partition), List<byte[]>> topics, Dictionary<(string Topic, int Partition), int> published, IReadOnlyList<ReadPosition> from, Random random) : IPartitionSource
{
    readonly Dictionary<(string Topic, int Partition), int> _next = topics.Keys.ToDictionary(
        at => at, at => (int)from.FirstOrDefault(position => (position.Topic, position.Partition) == at).Offset);

    readonly HashSet<(string Topic, int Partition)> _paused = [];

    public bool HasMore => _next.Any(at => at.Value < topics[at.Key].Count);

    public ConsumedMessage? Read(TimeSpan wait)
    {
        var open = _next.Keys.Where(at => !_paused.Contains(at) && _next[at] < published[at]).ToList();
        if (open.Count == 0)
        {
            foreach (var growing in topics.Keys)
            {
                published[growing] = Math.Min(topics[growing].Count, published[growing] + random.Next(30));
            }

            return null;
        }

        var at = open[random.Next(open.Count)];
        var offset = _next[at]++;
        return new ConsumedMessage { Topic = at.Topic, Partition = at.Partition, Offset = offset, Value = topics[at][offset] };
    }

    public void Pause(string topic, int partition) => _paused.Add((topic, partition));

    public void Resume(string topic, int partition) => _paused.Remove((topic, partition));
}
