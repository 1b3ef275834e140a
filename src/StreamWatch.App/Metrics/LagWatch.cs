using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;

namespace StreamWatch.App.Metrics;

/// <summary>
/// Measures how far a stage is behind the ends of its partitions. It asks the brokers itself, beside the reading: lag is to be seen above all where nothing is
/// read, and what the reader knows of the ends is as old as its last message. Safe for concurrent use.
/// </summary>
/// <param name="kafka">The brokers; none is spoken to before the first look.</param>
/// <param name="board">Where it is shown.</param>
/// <param name="time">The clock.</param>
internal sealed class LagWatch(KafkaSettings kafka, LagBoard board, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string Topic, int Partition), long?> _next = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private MessageConsumer? _consumer;
    private Task _looking = Task.CompletedTask;
    private volatile string? _trouble;

    /// <summary>Why it could not look the last time; null where it could.</summary>
    public string? Trouble => _trouble;

    /// <summary>Begins to look every ten seconds.</summary>
    public void Start() => _looking = Task.Run(LookAsync);

    /// <summary>A partition is to be read.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="next">The offset that is read next; null for the first that there is.</param>
    public void Read(string topic, int partition, long? next)
    {
        lock (_lock)
        {
            _next[(topic, partition)] = next;
        }
    }

    /// <summary>The partition is another consumer's now.</summary>
    public void Forget(string topic, int partition)
    {
        lock (_lock)
        {
            _next.Remove((topic, partition));
            board.Forget(topic, partition);
        }
    }

    /// <summary>Looks once; not called while it looks by itself. Where no broker answers, what was seen last stays.</summary>
    public void Look()
    {
        List<(string Topic, int Partition)> partitions;
        lock (_lock)
        {
            partitions = [.. _next.Keys];
        }

        if (_consumer is null)
        {
            _consumer = new MessageConsumer(kafka, new ConsumerOptions { RequestTimeout = RequestTimeout }, time);
            _consumer.Assign([]);
        }

        foreach (var (topic, partition) in partitions)
        {
            long first, end;
            try
            {
                (first, end) = _consumer.Watermarks(topic, partition);
            }
            catch (KafkaException e)
            {
                // The stage's own clients say what is wrong.
                _trouble = e.Message;
                return;
            }

            lock (_lock)
            {
                if (_next.TryGetValue((topic, partition), out var next))
                {
                    board.Set(topic, partition, Math.Max(0, end - (next ?? first)));
                }
            }
        }

        _trouble = null;
    }

    /// <summary>Looks a last time and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(false);
        _stop.Dispose();
        _consumer?.Dispose();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            Look();
        }
        while (await NextAsync(timer).ConfigureAwait(false));

        Look();
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
