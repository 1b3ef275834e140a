using StreamWatch.App.Metrics;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;
using StreamWatch.Topology.Streams;

namespace StreamWatch.App.Detecting.Streams;

/// <summary>Looks now and then how far the tasks are behind the ends of what they read.</summary>
internal sealed class LagLook(KafkaSettings kafka, StreamsRun run, LagBoard board, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private volatile string? _trouble;

    /// <summary>Why it could not look; null where it could.</summary>
    public string? Trouble => _trouble;

    /// <summary>Looks until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var consumer = new MessageConsumer(kafka, new ConsumerOptions { RequestTimeout = TimeSpan.FromSeconds(10) }, time);
            consumer.Assign([]);
            var known = new HashSet<(string, int)>();
            while (true)
            {
                await Task.Delay(Every, time, cancellation).ConfigureAwait(false);
                await Task.Run(() => Look(consumer, known, cancellation), cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Look(MessageConsumer consumer, HashSet<(string Topic, int Partition)> known, CancellationToken cancellation)
    {
        try
        {
            var positions = run.Positions().ToList();
            foreach (var (topic, partition) in known.Except(positions.Select(position => (position.Topic, position.Partition))).ToList())
            {
                board.Forget(topic, partition);
                known.Remove((topic, partition));
            }

            foreach (var (topic, partition, next) in positions)
            {
                cancellation.ThrowIfCancellationRequested();
                board.Set(topic, partition, Math.Max(0, consumer.Watermarks(topic, partition).Next - next));
                known.Add((topic, partition));
            }

            _trouble = null;
        }
        catch (KafkaException e)
        {
            _trouble = e.Message;
        }
    }
}
