using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace StreamWatch.App.Collecting.Live;

/// <summary>Publishes the rounds of an outbox in their order, and deletes each when the brokers have all of it. What waits, waits in its file.</summary>
/// <param name="outbox">Has the rounds.</param>
/// <param name="publish">Hands a batch of a partition over; waits where too much is under way.</param>
/// <param name="acknowledged">Completes when everything that was handed over before the call is acknowledged.</param>
/// <param name="published">Called with a round that the brokers have.</param>
internal sealed class OutboxPublisher(
    Outbox outbox, Func<int, byte[], CancellationToken, ValueTask> publish, Func<CancellationToken, Task> acknowledged, Action<OutboxRound> published)
{
    /// <summary>Rounds under way at most.</summary>
    private const int MostUnderWay = 64;

    private readonly Channel<OutboxRound> _rounds = Channel.CreateUnbounded<OutboxRound>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<UnderWay> _underWay = Channel.CreateBounded<UnderWay>(new BoundedChannelOptions(MostUnderWay) { SingleReader = true, SingleWriter = true });
    private Exception? _firstFailure;

    /// <summary>A round is kept: it is published when it is its turn.</summary>
    public void Offer(OutboxRound round) => _rounds.Writer.TryWrite(round);

    /// <summary>No more rounds come.</summary>
    public void Complete() => _rounds.Writer.TryComplete();

    /// <summary>Publishes until no more rounds come and the brokers have all of them.</summary>
    /// <exception cref="OutboxException">A round cannot be read or deleted.</exception>
    /// <exception cref="Kafka.KafkaException">The brokers refuse a message for good.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var publishing = EndingAsync(PublishAsync(failed.Token), failed);
        var acknowledging = EndingAsync(AcknowledgeAsync(failed.Token), failed);
        try
        {
            await Task.WhenAll(publishing, acknowledging).ConfigureAwait(false);
        }
        catch when (_firstFailure is { } first)
        {
            // It is what the other ended of.
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private async Task EndingAsync(Task task, CancellationTokenSource failed)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _firstFailure, e, null);
            await failed.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task PublishAsync(CancellationToken cancellation)
    {
        await foreach (var round in _rounds.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            var batches = Outbox.Read(round);
            for (var partition = 0; partition < batches.Count; partition++)
            {
                await publish(partition, batches[partition], cancellation).ConfigureAwait(false);
            }

            await _underWay.Writer.WriteAsync(new UnderWay(round, acknowledged(cancellation)), cancellation).ConfigureAwait(false);
        }

        _underWay.Writer.TryComplete();
    }

    private async Task AcknowledgeAsync(CancellationToken cancellation)
    {
        await foreach (var one in _underWay.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await one.Acknowledged.ConfigureAwait(false);
            outbox.Delete(one.Round);
            published(one.Round);
        }
    }

    private sealed record UnderWay(OutboxRound Round, Task Acknowledged);
}
