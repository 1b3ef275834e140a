using System.Globalization;
using Serilog;
using StreamWatch.App.Metrics;
using StreamWatch.App.Replay;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;
using StreamWatch.Schemas.Batches;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Ledgers;

namespace StreamWatch.App.Storing;

/// <summary>
/// From Kafka into ClickHouse: fills a block for each table and partition, stores it under the ledger and commits the offsets behind it afterwards. What
/// ClickHouse does not take for now is tried again until it does; meanwhile nothing more is read.
/// </summary>
internal sealed class StoreStage : IDisposable
{
    /// <summary>Rows that make a block full.</summary>
    public const int RowsInBlock = 65_536;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LastStoring = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan ReadFor = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly StreamWatchStore _store;
    private readonly TopicNames _topics;
    private readonly StoreStageOptions _options;
    private readonly MessageConsumer _consumer;
    private readonly TimeProvider _time;
    private readonly Stage _stage;
    private readonly ILogger _log;
    private readonly Dictionary<(string Topic, int Partition), PartitionWriter> _writers = [];
    private readonly Dictionary<(string Topic, int Partition), long> _oldest = [];
    private readonly HashSet<(string Topic, int Partition)> _atEnd = [];
    private readonly HashSet<(string Topic, int Partition)> _assigned = [];
    private readonly LagWatch _lag;
    private readonly Occasionally _storeTrouble;
    private readonly Occasionally _commitTrouble;
    private readonly Occasionally _refusals;

    public StoreStage(StreamWatchStore store, KafkaSettings kafka, TopicNames topics, StoreStageOptions options, TimeProvider time, Stage stage, ILogger log)
    {
        _stage = stage;
        _store = store;
        _lag = new LagWatch(kafka, stage.Metrics.Lag, time);
        _topics = topics;
        _options = options;
        _time = time;
        _log = log;
        _storeTrouble = new Occasionally(time);
        _commitTrouble = new Occasionally(time);
        _refusals = new Occasionally(time);
        _consumer = new MessageConsumer(kafka, new ConsumerOptions { SessionTimeout = options.MemberTimeout }, time, notice => log.Warning("Kafka: {Reason} ({Suppressed} more like it)", notice.Reason, notice.Suppressed));
    }

    private volatile string? _trouble;

    /// <summary>Rows stored.</summary>
    public long RowsStored { get; private set; }

    /// <summary>Blocks stored, of all tables of a partition together.</summary>
    public long Stored { get; private set; }

    /// <summary>Messages that were not what the contract says.</summary>
    public long Refused { get; private set; }

    /// <summary>Stores until it is stopped, or, where that was asked for, until every partition has been read to its end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var watching = _lag.ConfigureAwait(false);
        if (_stage.IsMeasured)
        {
            _lag.Start();
        }

        _consumer.Subscribe(_options.Group, _topics.All, Assigned, Revoked);
        var loop = _stage.Health.Progress("reading and storing", Patience);
        _stage.Health.Ready("clickhouse", () => _trouble);
        while (!cancellation.IsCancellationRequested)
        {
            loop.Beat();
            if (_consumer.Read(ReadFor) is { } message)
            {
                await TakeAsync(message, cancellation).ConfigureAwait(false);
            }

            foreach (var (key, writer) in _writers.Where(pair => IsDue(pair.Key, pair.Value)).ToList())
            {
                await StoreAsync(key, writer, cancellation).ConfigureAwait(false);
            }

            if (_options.UntilEnd && _assigned.Count > 0 && _assigned.IsSubsetOf(_atEnd))
            {
                await StoreAllAsync(cancellation).ConfigureAwait(false);
                return;
            }
        }

        // Stopped in order: what waits is stored, if ClickHouse takes it soon; else whoever starts next reads it again.
        using var last = new CancellationTokenSource(LastStoring, _time);
        await StoreAllAsync(last.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _consumer.Dispose();
        foreach (var writer in _writers.Values)
        {
            writer.Dispose();
        }
    }

    private async Task TakeAsync(ConsumedMessage message, CancellationToken cancellation)
    {
        var key = (message.Topic, message.Partition);
        if (message.IsEndOfPartition)
        {
            _atEnd.Add(key);
            return;
        }

        _atEnd.Remove(key);
        _stage.Metrics.Consumed(message.Topic, message.Value?.Length ?? 0);
        if (!_writers.TryGetValue(key, out var writer))
        {
            writer = new PartitionWriter(_topics, message.Topic, message.Partition, await RegisterAsync(message.Topic, message.Partition, cancellation).ConfigureAwait(false));
            _writers.Add(key, writer);
        }

        var (refused, repeated) = (writer.Refused, writer.Repeated);
        writer.Take(message);
        _lag.Read(message.Topic, message.Partition, message.Offset + 1);
        if (writer.Repeated != repeated)
        {
            _stage.Metrics.Duplicate(message.Topic);
        }

        _oldest.TryAdd(key, _time.GetTimestamp());
        if (writer.Refused != refused)
        {
            Refused++;
            _stage.Metrics.Rejected("contract");
            if (_refusals.IsDue())
            {
                _log.Warning("{Topic}[{Partition}] offset {Offset} is no message of its contract; it is kept in rejected_records", message.Topic, message.Partition, message.Offset);
            }
        }
    }

    private bool IsDue((string Topic, int Partition) key, PartitionWriter writer) =>
        writer.Fullest >= RowsInBlock || (_oldest.TryGetValue(key, out var oldest) && _time.GetElapsedTime(oldest) >= _options.StoreEvery);

    private async Task StoreAllAsync(CancellationToken cancellation)
    {
        foreach (var (key, writer) in _writers.ToList())
        {
            await StoreAsync(key, writer, cancellation).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync((string Topic, int Partition) key, PartitionWriter writer, CancellationToken cancellation)
    {
        if (!_oldest.ContainsKey(key))
        {
            return;
        }

        var rows = writer.Rows;
        while (_writers.TryGetValue(key, out var now) && now == writer)
        {
            try
            {
                await writer.StoreAsync(_store.Ledger, _stage.Metrics, cancellation).ConfigureAwait(false);
                _trouble = null;
                if (_storeTrouble.End())
                {
                    _log.Information("ClickHouse takes rows again");
                }

                break;
            }
            catch (ClickHouseException e) when (e.IsRetryable)
            {
                await WaitForClickHouseAsync("does not take rows", e, cancellation).ConfigureAwait(false);
            }
        }

        if (!_writers.ContainsKey(key))
        {
            return;
        }

        RowsStored += rows;
        Stored++;
        _oldest.Remove(key);
        Commit(key, writer.End!.Value);
    }

    /// <summary>What ClickHouse does not take now it may take later, but for an engine of our own that has ended: nobody starts it again but who starts us.</summary>
    /// <exception cref="StorageException">The embedded engine has ended.</exception>
    private async Task WaitForClickHouseAsync(string message, ClickHouseException failure, CancellationToken cancellation)
    {
        if (_store.Engine?.Ended is { IsCompleted: true } ended)
        {
            throw new StorageException($"the ClickHouse engine ended: {await ended.ConfigureAwait(false)}; start again, and what is stored is not stored twice", failure);
        }

        _trouble = failure.Message;
        _stage.Metrics.DeliveryError("clickhouse", isRetried: true);
        if (_storeTrouble.IsDue())
        {
            _log.Warning("ClickHouse {Does}: {Reason}; nothing is lost, and it is tried again until it does", message, failure.Message);
        }

        StayAMember();
        await Task.Delay(RetryAfter, _time, cancellation).ConfigureAwait(false);
    }

    /// <summary>Who does not read for long loses its partitions: reads nothing, but reads.</summary>
    private void StayAMember()
    {
        foreach (var (topic, partition) in _assigned)
        {
            _consumer.Pause(topic, partition);
        }

        _consumer.Read(TimeSpan.Zero);
        foreach (var (topic, partition) in _assigned)
        {
            _consumer.Resume(topic, partition);
        }
    }

    private void Commit((string Topic, int Partition) key, long next)
    {
        try
        {
            _consumer.Commit(key.Topic, key.Partition, next);
            _commitTrouble.End();
        }
        catch (KafkaException e) when (e.IsRetryable || e is PartitionLostException)
        {
            // The ledger decides what is stored; a commit that is missing only makes a restart read a little again.
            if (_commitTrouble.IsDue())
            {
                _log.Warning("Offsets are not committed for now: {Reason}", e.Message);
            }
        }
    }

    private async Task<StoredSource> RegisterAsync(string topic, int partition, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{topic}[{partition}]");
        var description = new SourceDescription(SourceKind.Feed, RunIdentity.HashOf($"kafka\n{topic}\n{partition}"), name);
        while (true)
        {
            try
            {
                var source = await _store.Ledger.RegisterAsync(description, cancellation).ConfigureAwait(false);
                _storeTrouble.End();
                return source;
            }
            catch (ClickHouseException e) when (e.IsRetryable)
            {
                await WaitForClickHouseAsync("does not answer", e, cancellation).ConfigureAwait(false);
            }
        }
    }

    private IReadOnlyList<PartitionPosition> Assigned(IReadOnlyList<PartitionPosition> positions)
    {
        foreach (var position in positions)
        {
            _assigned.Add((position.Topic, position.Partition));
            _lag.Read(position.Topic, position.Partition, position.Offset);
        }

        if (positions.Count > 0)
        {
            _log.Information("Has {Partitions} partitions to store", positions.Count);
        }

        return positions;
    }

    private void Revoked(IReadOnlyList<PartitionPosition> positions)
    {
        foreach (var position in positions)
        {
            var key = (position.Topic, position.Partition);
            _assigned.Remove(key);
            _lag.Forget(position.Topic, position.Partition);
            _atEnd.Remove(key);
            _oldest.Remove(key);
            if (_writers.Remove(key, out var writer))
            {
                // What it holds was not committed: who has the partition next reads it again.
                _store.Ledger.Forget(writer.Source);
                writer.Dispose();
            }
        }
    }
}
