using StreamWatch.App.Publishing;
using StreamWatch.Kafka;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.App.Collecting;

/// <summary>Finds out which rounds of a session are published in every partition.</summary>
internal static class PublishedRounds
{
    /// <summary>The first round that is missing somewhere.</summary>
    public static long First(KafkaSettings kafka, TopicNames topics, CollectShape shape, string session, TimeProvider time, CancellationToken cancellation)
    {
        var first = long.MaxValue;
        for (var partition = 0; partition < shape.RoutePartitions && first > 0; partition++)
        {
            var own = partition;
            first = Math.Min(first, Next(PublishedTail.Find(kafka, topics.Routes, own, time, bytes => Of(() => new RouteBatchReader(bytes, own).Header, session), cancellation)));
        }

        for (var partition = 0; partition < shape.ProbePartitions && first > 0; partition++)
        {
            var own = partition;
            first = Math.Min(first, Next(PublishedTail.Find(kafka, topics.Probes, own, time, bytes => Of(() => new ProbeBatchReader(bytes, own).Header, session), cancellation)));
        }

        return first;
    }

    private static long Next(BatchHeader? last) => last is null ? 0 : (long)last.Round + 1;

    private static BatchHeader? Of(Func<BatchHeader> read, string session)
    {
        try
        {
            return read() is { } header && header.Session == session ? header : null;
        }
        catch (ContractException)
        {
            // Whoever stores it keeps it among the rejected records.
            return null;
        }
    }
}
