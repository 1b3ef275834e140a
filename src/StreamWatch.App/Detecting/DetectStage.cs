using Serilog;
using StreamWatch.App.Metrics;
using StreamWatch.App.Publishing;
using StreamWatch.App.Replay;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Domain.Probing;
using StreamWatch.Engine;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;
using StreamWatch.Kafka.Producing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Results;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.App.Detecting;

/// <summary>
/// The in-process engine over Kafka: reads everything that collecting processes publish, decides, and publishes what it finds. One instance. After a restart it
/// reads from the beginning again, decides the same, and publishes what was not published.
/// </summary>
internal sealed class DetectStage
{
    private const int MostRoundsAhead = 64;
    private const int FewRoundsAhead = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReadFor = TimeSpan.FromMilliseconds(100);

    private readonly KafkaSettings _kafka;
    private readonly TopicNames _topics;
    private readonly DetectStageOptions _options;
    private readonly TimeProvider _time;
    private readonly Stage _stage;
    private readonly ILogger _log;
    private readonly Occasionally _refusals;
    private readonly Occasionally _missing;
    private readonly Occasionally _outlived;
    private readonly Dictionary<string, long> _heardAt = new(StringComparer.Ordinal);
    private readonly HashSet<(string Topic, int Partition)> _paused = [];
    private long _countedRounds;
    private long _toldOutlived;
    private long _toldMissing;
    private int _toldUndeclared;
    private EventTimeMerge? _merge;
    private OutageEngine? _engine;

    public DetectStage(KafkaSettings kafka, TopicNames topics, DetectStageOptions options, TimeProvider time, Stage stage, ILogger log)
    {
        _stage = stage;
        _kafka = kafka;
        _topics = topics;
        _options = options;
        _time = time;
        _log = log;
        _refusals = new Occasionally(time);
        _missing = new Occasionally(time);
        _outlived = new Occasionally(time);
        var json = RunOptionsJson.Of(options.Detection.Detection, options.Detection.Probing, options.Detection.Watch).ToJsonString();
        Hash = RunIdentity.HashOf($"{json}\n{topics.Prefix}\n{string.Join('\n', options.Producers.Order(StringComparer.Ordinal))}\n{options.EventTime}");
    }

    /// <summary>What the run is: its options, topics and producers.</summary>
    public string Hash { get; }

    /// <summary>Short name of the run.</summary>
    public string RunId => $"detect-{Hash[..16]}";

    /// <summary>Messages that were not what the contract says.</summary>
    public long Refused { get; private set; }

    /// <summary>Batches that never came, or that the topics do not keep any more.</summary>
    public long Missing => _merge?.Missing ?? 0;

    /// <summary>Names of collecting processes that publish and are not waited for; nothing of them is decided on.</summary>
    public IReadOnlyCollection<string> Undeclared => _merge?.Undeclared ?? [];

    /// <summary>Elems read.</summary>
    public long Elems => _merge?.Elems ?? 0;

    /// <summary>What was told to the detection.</summary>
    public long Events => _merge?.Events ?? 0;

    /// <summary>Events that came after their bin was closed.</summary>
    public long LateEvents => _engine?.LateEvents ?? 0;

    /// <summary>Rows found, published now or before.</summary>
    public ResultNumbers Found { get; private set; }

    /// <summary>Detects until it is stopped, or in event time until every producer has ended.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var counts = await StageTopics.PartitionsAsync(_kafka, _topics, _time, cancellation).ConfigureAwait(false);
        var partition = Partitioner.Of(RunId, counts[_topics.Results]);
        var producer = new MessageProducer(_kafka, new ProducerOptions(), _time, Tell, _stage.Metrics.Delivered);
        var lag = new LagWatch(_kafka, _stage.Metrics.Lag, _time);
        await using var watching = lag.ConfigureAwait(false);
        if (_stage.IsMeasured)
        {
            lag.Start();
        }

        await using (producer.ConfigureAwait(false))
        {
            var published = PublishedTail.Find(_kafka, _topics.Results, partition, _time, Published, cancellation);
            var numbers = published is null ? default : new ResultNumbers(
                (long)published.FirstAsnBin + published.AsnBins.Count,
                (long)published.FirstTargetBin + published.TargetBins.Count,
                (long)published.FirstOutage + published.Outages.Count);
            var key = System.Text.Encoding.ASCII.GetBytes(RunId);
            var batcher = new ResultBatcher(Head(), numbers, batch => Publish(producer, partition, key, batch, cancellation));
            await Task.Factory.StartNew(() => Run(counts, batcher, lag, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
            await producer.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void Run(IReadOnlyDictionary<string, int> counts, ResultBatcher batcher, LagWatch lag, CancellationToken cancellation)
    {
        _engine = new OutageEngine(_options.Detection.Watch, _options.Detection.Detection, _options.Detection.Probing, batcher);
        var input = new EngineInput(_engine, _ => { });
        _merge = new EventTimeMerge(input, _options.Producers, isLive: !_options.EventTime);
        using var consumer = new MessageConsumer(_kafka, new ConsumerOptions(), _time, Tell);
        List<PartitionPosition> positions = [.. new[] { _topics.Routes, _topics.Probes }.SelectMany(topic => Enumerable.Range(0, counts[topic]).Select(partition => new PartitionPosition(topic, partition, null)))];
        consumer.Assign(positions);
        positions.ForEach(position => lag.Read(position.Topic, position.Partition, position.Offset));
        var loop = _stage.Health.Progress("reading", Patience);
        _stage.Metrics.LateEvents.Add(() => LateEvents);
        _stage.Metrics.OpenOutages.Add(() => batcher.Open);
        while (!(_options.EventTime && _merge.HasEnded))
        {
            loop.Beat();
            cancellation.ThrowIfCancellationRequested();
            var message = consumer.Read(ReadFor);
            if (message is { IsEndOfPartition: false })
            {
                _stage.Metrics.Consumed(message.Topic, message.Value?.Length ?? 0);
                lag.Read(message.Topic, message.Partition, message.Offset + 1);
                Take(consumer, message);
            }

            _merge.Pump(IsSilent);
            CountRounds();
            TellOutlived();
            TellLeftOut();
            Found = batcher.Given;
            ResumeThose(consumer);
            if (message is null)
            {
                batcher.Flush();
                Tick();
            }
        }

        input.Complete();
        batcher.Flush(isLast: true);
        Found = batcher.Given;
    }

    private void Take(MessageConsumer consumer, ConsumedMessage message)
    {
        try
        {
            var isRoutes = message.Topic == _topics.Routes;
            var repeated = _merge!.Repeated;
            string name;
            if (isRoutes)
            {
                var batch = new RouteBatchReader(message.Value ?? [], message.Partition);
                name = batch.Header.Producer;
                _merge.Take(batch);
                _stage.Metrics.Elems(batch.Elems);
            }
            else
            {
                var batch = new ProbeBatchReader(message.Value ?? [], message.Partition);
                name = batch.Header.Producer;
                _merge.Take(batch);
                foreach (var (outcome, count) in (batch.Batch.Probes?.Outcome ?? []).CountBy(outcome => outcome))
                {
                    _stage.Metrics.ProbeResults(((ProbeOutcome)outcome).Name(), count);
                }
            }

            if (_merge.Repeated > repeated)
            {
                _stage.Metrics.Duplicate(message.Topic);
            }

            _heardAt[name] = _time.GetTimestamp();
            if ((isRoutes ? _merge.WaitingOfRoutes(message.Partition) : _merge.WaitingOfProbes(message.Partition)) >= MostRoundsAhead
                && _paused.Add((message.Topic, message.Partition)))
            {
                consumer.Pause(message.Topic, message.Partition);
            }
        }
        catch (ContractException e)
        {
            Refused++;
            _stage.Metrics.Rejected("contract");
            if (_refusals.IsDue())
            {
                _log.Warning("{Topic}[{Partition}] offset {Offset} is no message of its contract: {Reason}; it is left out", message.Topic, message.Partition, message.Offset, e.Message);
            }
        }
    }

    private void CountRounds()
    {
        for (var rounds = _merge!.Rounds; _countedRounds < rounds; _countedRounds++)
        {
            _stage.Metrics.Round();
        }
    }

    /// <summary>What is not decided on is said.</summary>
    private void TellLeftOut()
    {
        if (Missing > _toldMissing && _missing.IsDue())
        {
            _toldMissing = Missing;
            _log.Warning("{Batches} batches never came or are not kept any more: what they held decides nothing", Missing);
        }

        if (Undeclared.Count > _toldUndeclared)
        {
            _toldUndeclared = Undeclared.Count;
            _log.Warning("What {Producers} publish is left out: --producers does not name them", string.Join(", ", Undeclared.Order(StringComparer.Ordinal)));
        }
    }

    private void TellOutlived()
    {
        if (_merge!.Outlived is var outlived && outlived > _toldOutlived && _outlived.IsDue())
        {
            _toldOutlived = outlived;
            _log.Warning("{Batches} batches are of sessions that a newer one of the same producer has ended, and decide nothing: do two processes publish under one name?", outlived);
        }
    }

    private void ResumeThose(MessageConsumer consumer)
    {
        if (_paused.Count == 0)
        {
            return;
        }

        foreach (var (topic, partition) in _paused.Where(p => (p.Topic == _topics.Routes ? _merge!.WaitingOfRoutes(p.Partition) : _merge!.WaitingOfProbes(p.Partition)) <= FewRoundsAhead).ToList())
        {
            _paused.Remove((topic, partition));
            consumer.Resume(topic, partition);
        }
    }

    /// <summary>Live alone: whoever was not heard for long enough is not waited for.</summary>
    private bool IsSilent(string producer) =>
        !_options.EventTime && (!_heardAt.TryGetValue(producer, out var at) || _time.GetElapsedTime(at) > _options.Detection.Detection.IdleAfter);

    /// <summary>Live alone: where everybody is silent the clock closes bins.</summary>
    private void Tick()
    {
        if (!_options.EventTime && _heardAt.Count > 0 && _options.Producers.All(IsSilent))
        {
            _engine!.Tick((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        }
    }

    private void Publish(MessageProducer producer, int partition, byte[] key, byte[] batch, CancellationToken cancellation)
    {
        var publishing = producer.PublishAsync(_topics.Results, partition, key, batch, cancellation);
        if (!publishing.IsCompletedSuccessfully)
        {
            var started = _time.GetTimestamp();
            publishing.AsTask().GetAwaiter().GetResult();
            _stage.Metrics.Waited("publishing", _time.GetElapsedTime(started));
        }
    }

    private ResultBatch Head() => new()
    {
        Version = Contract.Version,
        RunId = RunId,
        AsnBinSeconds = (uint)(_options.Detection.Detection.AsnBin.Ticks / TimeSpan.TicksPerSecond),
        TargetBinSeconds = (uint)(_options.Detection.Probing.TargetBin.Ticks / TimeSpan.TicksPerSecond),
        CloseBins = (uint)_options.Detection.Detection.CloseBins,
    };

    private ResultBatch? Published(byte[] bytes)
    {
        try
        {
            return ResultCodec.Read(bytes) is { } batch && batch.RunId == RunId ? batch : null;
        }
        catch (ContractException)
        {
            // Whoever stores it keeps it among the rejected records.
            return null;
        }
    }

    private void Tell(KafkaNotice notice) => _log.Warning("Kafka: {Reason} ({Suppressed} more like it)", notice.Reason, notice.Suppressed);
}
