using System.Diagnostics;
using System.Globalization;
using System.Text;
using StreamWatch.Kafka.Producing;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Collecting;

/// <summary>Publishes the batches of rounds; waits where the producer's memory is full.</summary>
/// <param name="producer">Where they go.</param>
/// <param name="topics">The topics' names.</param>
/// <param name="published">Hears of each round that was handed over as a whole.</param>
/// <param name="waited">Hears how long the reading waited for room.</param>
/// <param name="cancellation">Ends such a wait.</param>
internal sealed class KafkaRoundSink(MessageProducer producer, TopicNames topics, Action<long> published, Action<TimeSpan> waited, CancellationToken cancellation) : IRoundSink
{
    private readonly List<byte[]> _keys = [];

    public void Routes(int partition, byte[] batch) => Publish(topics.Routes, partition, batch);

    public void Probes(int partition, byte[] batch) => Publish(topics.Probes, partition, batch);

    public void EndRound(long round) => published(round);

    private void Publish(string topic, int partition, byte[] batch)
    {
        while (_keys.Count <= partition)
        {
            _keys.Add(Encoding.ASCII.GetBytes(_keys.Count.ToString(CultureInfo.InvariantCulture)));
        }

        var publishing = producer.PublishAsync(topic, partition, _keys[partition], batch, cancellation);
        if (!publishing.IsCompletedSuccessfully)
        {
            var started = Stopwatch.GetTimestamp();
            publishing.AsTask().GetAwaiter().GetResult();
            waited(Stopwatch.GetElapsedTime(started));
        }
    }
}
