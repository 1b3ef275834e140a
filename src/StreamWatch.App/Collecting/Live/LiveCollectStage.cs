using System.Globalization;
using System.Text;
using Serilog;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Producing;
using StreamWatch.Kafka.Topics;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Collecting.Live;

/// <summary>
/// Probes and publishes what is measured, in rounds, until it is stopped. A round is in the outbox before it is published, and until the brokers have it: started
/// again, after whatever end, it publishes what is left byte for byte and goes on with the next.
/// </summary>
internal sealed class LiveCollectStage(
    KafkaSettings kafka, TopicNames topics, ProducerOptions producing, LiveCollectOptions options, IProber prober, TimeProvider time, Stage stage, ILogger log)
{
    /// <summary>How long the end waits for the brokers to take what is left.</summary>
    private static readonly TimeSpan LastPublishing = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly List<byte[]> _keys = [];

    /// <summary>Probes and publishes until it is stopped.</summary>
    /// <returns>Whether the brokers have everything that was measured; where not, it is in the outbox.</returns>
    /// <exception cref="OutboxException">The outbox cannot be used.</exception>
    /// <exception cref="KafkaException">The brokers refuse for good.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        using var outbox = Outbox.Open(options.Outbox);
        var left = outbox.Left.Count;
        if (left > 0)
        {
            log.Information("Publishes {Rounds} rounds that an earlier process left", left);
        }

        await TakeUpSessionAsync(outbox, cancellation).ConfigureAwait(false);
        var producer = new MessageProducer(
            kafka, producing, time, notice => log.Warning("Kafka: {Reason} ({Suppressed} more like it)", notice.Reason, notice.Suppressed), stage.Metrics.Delivered);
        await using (producer.ConfigureAwait(false))
        {
            var publisher = new OutboxPublisher(
                outbox, (partition, batch, stop) => producer.PublishAsync(topics.Probes, partition, Key(partition), batch, stop), producer.FlushAsync, _ => stage.Metrics.Round());
            foreach (var round in outbox.Left)
            {
                publisher.Offer(round);
            }

            var rounds = new LiveRounds(outbox, stage.Metrics, time, publisher.Offer);
            var schedule = new ProbeSchedulerOptions { Vantage = options.Vantage, Time = time, Heartbeat = options.Heartbeat };
            var probing = new ProbingLoop(options.Watch.Targets, schedule, prober, new OutboxKeep(outbox, rounds, options.OutboxLimit), stage, log);
            stage.Health.Ready("outbox", () => probing.IsPaused ? "nothing is probed: what was measured waits for Kafka and has reached its limit" : null);
            stage.Health.Ready("kafka", () => outbox.Waiting >= LiveRounds.ManyWaiting ? string.Create(CultureInfo.InvariantCulture, $"{outbox.Waiting} rounds wait for the brokers") : null);
            stage.Metrics.OutboxBytes.Add(() => outbox.WaitingBytes);
            return await ProbeAndPublishAsync(outbox, publisher, rounds, probing, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> ProbeAndPublishAsync(Outbox outbox, OutboxPublisher publisher, LiveRounds rounds, ProbingLoop probing, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var giveUp = new CancellationTokenSource();
        log.Information(
            "Probes {Targets} targets from {Vantage}; session {Session}, from round {Round} on",
            options.Watch.Targets.Count(target => target.Probe is not null),
            options.Vantage,
            outbox.Session!.Session[..16],
            outbox.Session.NextRound);
        var published = publisher.RunAsync(giveUp.Token);
        var measured = Task.WhenAll(StoppingAsync(probing.RunAsync(stop.Token), stop), StoppingAsync(CutAsync(rounds, stop.Token), stop));
        if (await Task.WhenAny(measured, published).ConfigureAwait(false) == published)
        {
            // Publishing ends before the probing only where it failed for good.
            await stop.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            await measured.ConfigureAwait(false);
            rounds.Cut();
        }
        finally
        {
            publisher.Complete();
            giveUp.CancelAfter(LastPublishing);

            // However the probing ended: what is in the outbox is given its time.
            await Task.WhenAny(published).ConfigureAwait(false);
        }

        if (probing.Missed > 0)
        {
            log.Warning("{Missed} probes were left out, as this host could not begin them in time", probing.Missed);
        }

        try
        {
            await published.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            log.Warning(
                "Kafka did not take what was left: {Rounds} rounds of {Bytes} bytes wait in {Outbox}; the next start publishes them",
                outbox.Waiting,
                outbox.WaitingBytes.ToString("N0", CultureInfo.InvariantCulture),
                options.Outbox);
            return false;
        }
    }

    private static async Task StoppingAsync(Task task, CancellationTokenSource stop)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task CutAsync(LiveRounds rounds, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(options.RoundEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                rounds.Cut();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task TakeUpSessionAsync(Outbox outbox, CancellationToken cancellation)
    {
        var partitions = await PartitionsAsync(outbox, cancellation).ConfigureAwait(false);
        if (outbox.Session is not { } session)
        {
            outbox.Begin(options.Name, partitions);
        }
        else if (session.Producer != options.Name || session.ProbePartitions != partitions)
        {
            outbox.Begin(options.Name, partitions);
            log.Warning(
                "A new session begins: {Topic} has {Partitions} partitions and this process is {Name}; the session before was of {OldName} with {OldPartitions}",
                topics.Probes,
                partitions,
                options.Name,
                session.Producer,
                session.ProbePartitions);
        }
    }

    /// <summary>Partitions of the topic of probes. While no broker answers, those that the session has; a first session has to wait.</summary>
    private async Task<int> PartitionsAsync(Outbox outbox, CancellationToken cancellation)
    {
        var away = new Occasionally(time);
        using var administrator = new TopicAdministrator(kafka, time, AskTimeout);
        while (true)
        {
            try
            {
                var counts = await administrator.PartitionCountsAsync([topics.Probes], cancellation).ConfigureAwait(false);
                return counts.TryGetValue(topics.Probes, out var count)
                    ? count
                    : throw new ConfigurationException([$"there is no topic {topics.Probes}; make the topics with: streamwatch topics create"]);
            }
            catch (KafkaUnavailableException e)
            {
                if (outbox.Session is { } session && session.Producer == options.Name)
                {
                    log.Warning("{Reason}; probing begins, and what is measured waits in the outbox", e.Message);
                    return session.ProbePartitions;
                }

                if (away.IsDue())
                {
                    log.Error("{Reason}; probing begins once one has told how many partitions {Topic} has", e.Message, topics.Probes);
                }

                await Task.Delay(AskAgain, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private byte[] Key(int partition)
    {
        while (_keys.Count <= partition)
        {
            _keys.Add(Encoding.ASCII.GetBytes(_keys.Count.ToString(CultureInfo.InvariantCulture)));
        }

        return _keys[partition];
    }
}
