using Serilog;
using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Metrics;
using StreamWatch.App.Publishing;
using StreamWatch.App.Replay;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Domain.Probing;
using StreamWatch.Engine;
using StreamWatch.Engine.Checkpoints;
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
/// goes on from its last checkpoint, or reads from the beginning again where there is none, decides the same, and publishes what was not published.
/// </summary>
internal sealed class DetectStage
{
    private const int MostRoundsAhead = 64;
    private const int FewRoundsAhead = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ReadFor = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DecideEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    private readonly KafkaSettings _kafka;
    private readonly TopicNames _topics;
    private readonly DetectStageOptions _options;
    private readonly TimeProvider _time;
    private readonly Stage _stage;
    private readonly ILogger _log;
    private readonly Occasionally _refusals;
    private readonly LeftOutNotices _leftOut;
    private readonly Dictionary<string, long> _heardAt = new(StringComparer.Ordinal);
    private readonly HashSet<(string Topic, int Partition)> _paused = [];
    private readonly Action<TimeSpan> _decided = _ => { };
    private long _countedRounds;
    private EventTimeMerge? _merge;
    private OutageEngine? _engine;
    private DetectCheckpoints? _checkpoints;
    private PartitionReader? _reader;
    private Dictionary<(string Topic, int Partition), long> _readBefore = [];
    private IReadOnlyList<ReadPosition> _published = [];
    private volatile string? _restoring;
    private long _decidedAt;
    private bool _wasHeard;
    private CancellationToken _publishUntil;

    public DetectStage(KafkaSettings kafka, TopicNames topics, DetectStageOptions options, TimeProvider time, Stage stage, ILogger log)
    {
        _stage = stage;
        _kafka = kafka;
        _topics = topics;
        _options = options;
        _time = time;
        _log = log;
        _refusals = new Occasionally(time);
        _leftOut = new LeftOutNotices(time, log);
        Hash = RunIdentity.HashOf(options.Identity(topics));
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
        _publishUntil = cancellation;
        _restoring = _options.Checkpoints is null ? null : "the last checkpoint is looked for";
        _stage.Health.Ready("restored", () => _restoring);
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
            var batcher = new ResultBatcher(ResultBatcher.HeadOf(RunId, _options.Detection.Detection, _options.Detection.Probing), numbers, batch => Publish(producer, partition, key, batch, _publishUntil));
            await Task.Factory.StartNew(() => Run(counts, batcher, producer, lag, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
            await producer.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private void Run(IReadOnlyDictionary<string, int> counts, ResultBatcher batcher, MessageProducer producer, LagWatch lag, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        using var consumer = new MessageConsumer(_kafka, new ConsumerOptions(), _time, Tell);
        var partitions = new[] { _topics.Routes, _topics.Probes }.SelectMany(topic => Enumerable.Range(0, counts[topic]).Select(partition => (Topic: topic, Partition: partition))).ToList();
        using var checkpoints = _checkpoints = OpenCheckpoints(batcher);
        consumer.Assign([]);
        var marks = partitions.ToDictionary(at => at, at => consumer.Watermarks(at.Topic, at.Partition));
        var (state, decisions) = checkpoints?.Restore(positions => WhyNot(marks, positions)) ?? (null, []);
        _published = [.. marks.Select(mark => new ReadPosition(mark.Key.Topic, mark.Key.Partition, mark.Value.Next))];
        var input = Begin(state, batcher);
        var from = (state?.From ?? []).ToDictionary(position => (position.Topic, position.Partition), position => position.Offset);
        _reader = new PartitionReader(new ConsumerSource(consumer), state?.From ?? []);
        consumer.Assign(partitions.Select(at => new PartitionPosition(at.Topic, at.Partition, from.TryGetValue(at, out var offset) ? offset : null)));
        var replay = new DecisionReplay(_reader, _merge!, _engine!, state?.ReadTo, decisions);
        _restoring = replay.IsOver ? null : "what was read before is read again";
        partitions.ForEach(at => lag.Read(at.Topic, at.Partition, from.TryGetValue(at, out var offset) ? offset : null));
        var loop = _stage.Health.Progress("reading", Patience);
        _stage.Metrics.LateEvents.Add(() => LateEvents);
        _stage.Metrics.OpenOutages.Add(() => batcher.Open);
        foreach (var name in _options.Producers)
        {
            _heardAt[name] = _time.GetTimestamp();
        }

        _log.Information("Reads {Partitions} partitions as run {Run}", partitions.Count, RunId);
        while (!(_options.EventTime && _merge!.HasEnded))
        {
            loop.Beat();
            if (cancellation.IsCancellationRequested)
            {
                StopInOrder(input, batcher, producer);
                cancellation.ThrowIfCancellationRequested();
            }

            var message = _reader.Next(ReadFor);
            if (message is { IsEndOfPartition: false })
            {
                _stage.Metrics.Consumed(message.Topic, message.Value?.Length ?? 0);
                lag.Read(message.Topic, message.Partition, message.Offset + 1);
                Take(consumer, message, mayPause: replay.IsOver);
            }

            _merge!.Pump(_ => false);
            CountRounds();
            _leftOut.Tell(Missing, _merge.Outlived, Undeclared);
            Found = batcher.Given;
            ResumeThose(consumer);
            if (!replay.IsOver)
            {
                replay.Step();
                if (replay.IsOver)
                {
                    _restoring = null;
                    _stage.Metrics.Restored(_time.GetElapsedTime(started), checkpoints?.RestoredBytes);
                }

                continue;
            }

            Decide();
            if (message is null)
            {
                batcher.Flush();
            }

            checkpoints?.Turn();
            if (checkpoints is { IsDue: true })
            {
                batcher.Flush();
                checkpoints.Begin(State(input, batcher), () => producer.FlushAsync(CancellationToken.None));
            }
        }

        input.Complete();
        batcher.Flush(isLast: true);
        Found = batcher.Given;
    }

    private DetectCheckpoints? OpenCheckpoints(ResultBatcher batcher)
    {
        if (_options.Checkpoints is not { } options)
        {
            return null;
        }

        var graph = new StateGraph(
            [typeof(DetectState).Assembly, typeof(ResultNumbers).Assembly],
            new Dictionary<string, object>
            {
                ["results"] = batcher,
                ["detection options"] = _options.Detection.Detection,
                ["probing options"] = _options.Detection.Probing,
                ["watch list"] = _options.Detection.Watch,
                ["time keeper"] = _decided,
            });
        return new DetectCheckpoints(options, Convert.FromHexString(Hash), RunId, isLive: !_options.EventTime, graph, _time, _stage, _log);
    }

    /// <summary>Begins, or goes on where an earlier process was.</summary>
    private EngineInput Begin(DetectState? state, ResultBatcher batcher)
    {
        _engine = state?.Engine ?? new OutageEngine(_options.Detection.Watch, _options.Detection.Detection, _options.Detection.Probing, batcher);
        var input = state?.Input ?? new EngineInput(_engine, _decided);
        _merge = new EventTimeMerge(input, _options.Producers, isLive: !_options.EventTime, state?.Merge);
        if (state is not null)
        {
            batcher.GoOn(state.Given, state.Open);
            Refused = state.Refused;
            _wasHeard = state.Merge.Sources.Any(source => source.HasStarted);
            _readBefore = state.ReadTo.ToDictionary(position => (position.Topic, position.Partition), position => position.Offset);
        }

        return input;
    }

    private DetectState State(EngineInput input, ResultBatcher batcher)
    {
        var merge = _merge!.State();
        var read = _reader!.Read;
        return new DetectState
        {
            Engine = _engine!,
            Input = input,
            Merge = merge,
            ReadTo = read,
            From = [.. read.Select(at => at with { Offset = Math.Min(at.Offset, (at.Topic == _topics.Routes ? merge.RoutesFrom(at.Partition) : merge.ProbesFrom(at.Partition)) ?? at.Offset) })],
            Given = batcher.Given,
            Open = [.. batcher.OpenIds.Order(StringComparer.Ordinal)],
            Refused = Refused,
        };
    }

    /// <summary>Why the topics are not those that an earlier process read; null where they are.</summary>
    private static string? WhyNot(Dictionary<(string Topic, int Partition), (long First, long Next)> marks, IEnumerable<ReadPosition> positions)
    {
        foreach (var position in positions)
        {
            if (!marks.TryGetValue((position.Topic, position.Partition), out var mark) || position.Offset < mark.First || position.Offset > mark.Next)
            {
                return $"{position.Topic} partition {position.Partition} does not have offset {position.Offset} to go on from: its retention is too short, or the topic was made anew";
            }
        }

        return null;
    }

    /// <summary>The last checkpoint, so that the next start has nothing to read again.</summary>
    private void StopInOrder(EngineInput input, ResultBatcher batcher, MessageProducer producer)
    {
        if (_checkpoints is null || _restoring is not null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(StopWithin, _time);
        _publishUntil = patience.Token;
        try
        {
            batcher.Flush();
            _checkpoints.FinishAsync(State(input, batcher), () => producer.FlushAsync(patience.Token), patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            _log.Warning("No checkpoint at the stop: the brokers did not take what was found in time; the next start goes on from the one before");
        }
    }

    /// <summary>
    /// Live alone: whoever was not heard for long enough is not waited for, and where everybody is silent the clock closes bins. A restart has to decide the same, so that it is
    /// written down first. An earlier process may have read, without deciding anything, whatever was there when this one began: nothing is decided before that.
    /// </summary>
    private void Decide()
    {
        if (_options.EventTime || _time.GetElapsedTime(_decidedAt) < DecideEvery)
        {
            return;
        }

        _decidedAt = _time.GetTimestamp();
        if (_published.Count > 0)
        {
            if (!_reader!.HasRead(_published, (topic, partition) => _paused.Contains((topic, partition))))
            {
                return;
            }

            _published = [];
        }

        List<string> silent = [.. _options.Producers.Where(IsSilent)];
        var isWaitedFor = silent.Count == 0 || !_merge!.CanGoOn(silent.Contains);
        long? tick = _wasHeard && silent.Count == _options.Producers.Count ? (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : null;
        if (isWaitedFor && tick is null)
        {
            return;
        }

        List<string> skipped = isWaitedFor ? [] : silent;
        _checkpoints?.Write(_reader!.Read, tick, skipped);
        DecisionReplay.Make(_merge!, _engine!, tick, skipped);
    }

    private void Take(MessageConsumer consumer, ConsumedMessage message, bool mayPause)
    {
        var isAgain = message.Offset < _readBefore.GetValueOrDefault((message.Topic, message.Partition));
        try
        {
            var isRoutes = message.Topic == _topics.Routes;
            var repeated = _merge!.Repeated;
            string name;
            if (isRoutes)
            {
                var batch = new RouteBatchReader(message.Value ?? [], message.Partition);
                name = batch.Header.Producer;
                _merge!.Take(batch, message.Offset, isAgain);
                _stage.Metrics.Elems(batch.Elems);
            }
            else
            {
                var batch = new ProbeBatchReader(message.Value ?? [], message.Partition);
                name = batch.Header.Producer;
                _merge!.Take(batch, message.Offset, isAgain);
                foreach (var (outcome, count) in (batch.Batch.Probes?.Outcome ?? []).CountBy(outcome => outcome))
                {
                    _stage.Metrics.ProbeResults(((ProbeOutcome)outcome).Name(), count);
                }
            }

            if (_merge!.Repeated > repeated)
            {
                _stage.Metrics.Duplicate(message.Topic);
            }

            _heardAt[name] = _time.GetTimestamp();
            _wasHeard = true;
            if (mayPause && (isRoutes ? _merge.WaitingOfRoutes(message.Partition) : _merge.WaitingOfProbes(message.Partition)) >= MostRoundsAhead
                && _paused.Add((message.Topic, message.Partition)))
            {
                consumer.Pause(message.Topic, message.Partition);
            }
        }
        catch (ContractException e)
        {
            Refused += isAgain ? 0 : 1;
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

    private bool IsSilent(string producer) => !_heardAt.TryGetValue(producer, out var at) || _time.GetElapsedTime(at) > _options.Detection.Detection.IdleAfter;

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
