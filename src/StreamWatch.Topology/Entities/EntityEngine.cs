using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Watching;
using StreamWatch.Engine;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Topology.Buckets;
using StreamWatch.Topology.Producers;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Entities;

/// <summary>
/// The entities of one partition: closes a bin of routes when every bucket has told what it changed, a bin of probe results when every producer has passed it,
/// both in the order in which the in-process engine closes them, and joins what is found to incidents.
/// </summary>
internal sealed class EntityEngine
{
    private const long NanosInMicro = 1000;
    private const long MicrosInMinute = 60_000_000;

    private readonly TaskOptions _options;
    private readonly ProducerClock _clock;
    private readonly IncidentBook _book;
    private readonly RouteTable _table = new();
    private readonly UsableViews _ipv4;
    private readonly UsableViews _ipv6;
    private readonly AsnDetector _asns;
    private readonly ProbingEngine _probing;
    private readonly RouteSteps _steps;
    private readonly VantageRhythms _rhythms;
    private long? _firstBin;
    private long _nextRouteClose = long.MinValue;

    /// <param name="options">What all tasks have in common.</param>
    /// <param name="shares">Which partition holds which entities.</param>
    /// <param name="partition">This partition.</param>
    /// <param name="watch">What of the watch file is judged here.</param>
    /// <param name="sink">Takes what is found.</param>
    public EntityEngine(TaskOptions options, EntityShares shares, int partition, WatchList watch, IOutageSink sink)
    {
        _options = options;
        _clock = new ProducerClock(options.Producers, options.ProbePartitions, !options.EventTime, Math.Max(options.Detection.IdleAfter.Ticks, options.Probing.IdleAfter.Ticks) / TimeSpan.TicksPerMicrosecond);
        _book = new IncidentBook(sink, options.Probing);
        _ipv4 = new UsableViews(_table.Views, options.Detection);
        _ipv6 = new UsableViews(_table.Views, options.Detection);
        _asns = new AsnDetector(_table, _ipv4, _ipv6, options.Detection, _book, new AsnShare(shares, partition));
        _probing = new ProbingEngine(watch, options.Probing, _book);
        _book.Attach(_probing.Detector);
        _steps = new RouteSteps(options.RoutePartitions);
        _rhythms = new VantageRhythms(options.ProbePartitions);
    }

    /// <summary>Whether everything came and was decided.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Probe results and heartbeats that came after their bin was closed.</summary>
    public long LateEvents => _probing.LateEvents;

    /// <summary>Takes a word.</summary>
    public void Take(ReadOnlySpan<byte> message)
    {
        var word = Contract.Parse(EntityMessage.Parser, message);
        switch (word.ContentCase)
        {
            case EntityMessage.ContentOneofCase.Routes:
                _steps.Put(word.Routes);
                break;
            case EntityMessage.ContentOneofCase.Probes:
                Take(word.Probes);
                break;
            case EntityMessage.ContentOneofCase.Notice:
                _clock.Take(word.Notice);
                break;
            default:
                throw new ContractException("a word says something");
        }

        Move();
    }

    /// <summary>Live alone: the clock on the wall.</summary>
    public void Tick(long nowMicros)
    {
        _clock.Tick(nowMicros);
        Move();
    }

    private void Take(ProbeShare share)
    {
        Contract.Require(share.Bucket < _options.ProbePartitions, "a share is of a bucket of the run");
        var bucket = (int)share.Bucket;
        var batch = new ProbeBatchReader(share.Batch.Span, bucket);
        if (!_clock.Take(bucket, batch.Header))
        {
            return;
        }

        foreach (var (_, result, setAside) in batch.Results())
        {
            if (!setAside)
            {
                _probing.Take(result);
            }
        }

        foreach (var (_, heartbeat, setAside) in batch.Heartbeats())
        {
            if (!setAside)
            {
                _probing.Take(heartbeat);
            }
        }

        foreach (var heard in share.Heard)
        {
            _probing.HearElsewhere(heard.Vantage, heard.AtNanos);
        }

        foreach (var rhythm in share.Rhythms)
        {
            _rhythms.Put(bucket, rhythm.Vantage, rhythm.FromBin, rhythm.EveryNanos);
        }
    }

    private void Move()
    {
        _clock.Move();
        try
        {
            while (!HasEnded && Advance())
            {
            }
        }
        catch (ContractException e)
        {
            // Not the message that is being taken: what was taken before does not belong together.
            throw new InvalidOperationException($"what the buckets told of a bin does not fit together: {e.Message}", e);
        }
    }

    /// <summary>Closes whichever bin closes first, routes before probes: they are evidence for what the probes show.</summary>
    private bool Advance()
    {
        var nextProbeClose = NextProbeClose();
        var nextRouteClose = _nextRouteClose;
        if (_steps.Peek() is { } step)
        {
            var closesBin = step.Step is BinStep.Types.Kind.Bin or BinStep.Types.Kind.Skip;
            if (!closesBin || CloseOf(step.Bin) <= nextProbeClose)
            {
                Take(_steps.Take());
                return true;
            }

            nextRouteClose = CloseOf(step.Bin);
        }

        if (IsProbeBinComplete() && nextProbeClose < nextRouteClose)
        {
            var every = _rhythms.At(_probing.NextBin!.Value, _probing.Detector.Vantage);
            _book.CloseBin(_probing.CloseNext(every), _probing.Detector);
            return true;
        }

        if (_nextRouteClose == long.MaxValue && _clock.HasEnded && !_probing.HasWaiting)
        {
            _asns.Complete();
            _book.Complete();
            HasEnded = true;
        }

        return false;
    }

    /// <summary>No bin of probe results closes before this time, microseconds since the epoch.</summary>
    private long NextProbeClose()
    {
        if (_clock.HasEnded && !_probing.HasWaiting && !IsProbeBinComplete())
        {
            return long.MaxValue;
        }

        return _probing.NextCloseNanos / NanosInMicro ?? _clock.Current ?? long.MinValue;
    }

    private bool IsProbeBinComplete() => _probing.NextCloseNanos / NanosInMicro is { } close && (close <= _clock.Current || (_clock.HasEnded && _probing.HasWaiting));

    private long CloseOf(long bin) => ((bin + 1) * _options.Detection.BinMicros) + _options.Detection.GraceMicros;

    private void Take(IReadOnlyList<TableUpdate> words)
    {
        var head = words[0];
        switch (head.Step)
        {
            case BinStep.Types.Kind.Bin:
                Close(head, words);
                _nextRouteClose = CloseOf(head.Bin + 1);
                break;
            case BinStep.Types.Kind.Skip:
                _asns.Skip(head.Gap);
                _nextRouteClose = CloseOf(head.Until);
                break;
            case BinStep.Types.Kind.Progress:
                _nextRouteClose = CloseOf(head.Until);
                break;
            default:
                _nextRouteClose = long.MaxValue;
                break;
        }
    }

    private void Close(TableUpdate head, IReadOnlyList<TableUpdate> words)
    {
        foreach (var view in head.Views)
        {
            _table.AddView(ViewCodec.Read(view));
        }

        PutSamples(words);
        foreach (var word in words)
        {
            RowsReader.Put(word.Rows, _table);
        }

        UsableViewCodec.Read(head.Ipv4, _ipv4);
        UsableViewCodec.Read(head.Ipv6, _ipv6);
        _asns.TakeUp(head.Doubts);
        foreach (var word in words)
        {
            foreach (var origin in word.SpokenIpv4)
            {
                _asns.Hear(AddressFamily.IPv4, origin);
            }

            foreach (var origin in word.SpokenIpv6)
            {
                _asns.Hear(AddressFamily.IPv6, origin);
            }
        }

        _firstBin ??= head.Bin;
        _asns.CloseBin(head.Bin, _firstBin.Value);
    }

    /// <summary>Measures the watched ASNs at every minute in which anything was said, but for the first.</summary>
    private void PutSamples(IReadOnlyList<TableUpdate> words)
    {
        var samples = new Queue<SampleRows>(words.SelectMany(word => word.Samples).OrderBy(sample => sample.Minute));
        foreach (var minute in words.SelectMany(word => word.Minutes).Distinct().Order().Skip(1))
        {
            while (samples.TryPeek(out var sample) && sample.Minute < minute)
            {
                RowsReader.Put(samples.Dequeue().Rows, _table);
            }

            _asns.Sample(minute * MicrosInMinute);
        }

        foreach (var sample in samples)
        {
            RowsReader.Put(sample.Rows, _table);
        }
    }
}
