using Serilog;
using StreamWatch.App.Publishing;
using StreamWatch.App.Replay;
using StreamWatch.App.Stages;
using StreamWatch.Collectors.Archives;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Producing;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Collecting;

/// <summary>Publishes an archive: every elem and probe result, in rounds. Started again it goes on behind what is published in every partition.</summary>
internal sealed class CollectStage(KafkaSettings kafka, TopicNames topics, ProducerOptions options, TimeProvider time, Stage stage, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Publishes to the end.</summary>
    /// <param name="archive">The files.</param>
    /// <param name="name">Name of this collecting process.</param>
    /// <param name="statistics">Filled meanwhile.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<CollectResult> RunAsync(Archive archive, string name, ReplayStatistics statistics, CancellationToken cancellation)
    {
        var counts = await StageTopics.PartitionsAsync(kafka, topics, time, cancellation).ConfigureAwait(false);
        var collection = new ArchiveCollection(archive, name, counts[topics.Routes], counts[topics.Probes]);
        var first = PublishedRounds.First(kafka, topics, collection.Shape, collection.Session, time, cancellation);
        if (first > 0)
        {
            log.Information("Session {Session} is published up to round {Round}; goes on there", collection.Session[..16], first);
        }

        var loop = stage.Health.Progress("publishing", Patience);
        var producer = new MessageProducer(
            kafka, options, time, notice => log.Warning("Kafka: {Reason} ({Suppressed} more like it)", notice.Reason, notice.Suppressed), stage.Metrics.Delivered);
        await using (producer.ConfigureAwait(false))
        {
            var rounds = 0L;
            var elems = 0L;
            var sink = new KafkaRoundSink(
                producer,
                topics,
                round =>
                {
                    rounds = round + 1;
                    loop.Beat();
                    stage.Metrics.Round();
                    stage.Metrics.Elems(statistics.Elems - elems);
                    elems = statistics.Elems;
                },
                duration => stage.Metrics.Waited("publishing", duration),
                cancellation);
            await Task.Factory.StartNew(() => collection.Read(sink, first, statistics, stage.Metrics, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
            await producer.FlushAsync(cancellation).ConfigureAwait(false);
            return new CollectResult(collection.Session, first, Math.Max(rounds, first), producer.Messages, producer.Bytes);
        }
    }
}
