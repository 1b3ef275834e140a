using System.Globalization;
using System.Text;
using StreamWatch.Kafka.Producing;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Collecting;

/// <summary>Publishes the batches of rounds; waits where the producer's memory is full.</summary>
internal sealed class KafkaRoundSink(MessageProducer producer, TopicNames topics, Action<long> published, CancellationToken cancellation) : IRoundSink
{
    private readonly List<byte[]> _keys = [];
    private readonly Dictionary<string, (long Messages, long Bytes)> _published = [];

    /// <summary>What was handed to the producer, by topic.</summary>
    public IEnumerable<(string Topic, long Messages, long Bytes)> Published => _published.Select(topic => (topic.Key, topic.Value.Messages, topic.Value.Bytes));

    public void Routes(int partition, byte[] batch) => Publish(topics.Routes, partition, batch);

    public void Probes(int partition, byte[] batch) => Publish(topics.Probes, partition, batch);

    public void EndRound(long round) => published(round);

    private void Publish(string topic, int partition, byte[] batch)
    {
        while (_keys.Count <= partition)
        {
            _keys.Add(Encoding.ASCII.GetBytes(_keys.Count.ToString(CultureInfo.InvariantCulture)));
        }

        var (messages, bytes) = _published.GetValueOrDefault(topic);
        _published[topic] = (messages + 1, bytes + batch.Length);
        var publishing = producer.PublishAsync(topic, partition, _keys[partition], batch, cancellation);
        if (!publishing.IsCompletedSuccessfully)
        {
            publishing.AsTask().GetAwaiter().GetResult();
        }
    }
}
