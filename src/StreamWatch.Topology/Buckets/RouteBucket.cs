using Google.Protobuf;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Routes;
using StreamWatch.Topology.Entities;
using StreamWatch.Topology.Producers;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Buckets;

/// <summary>
/// A bucket of prefixes: keeps its part of every view's table, closes each bin together with the other buckets, and tells the entities what the bin changed.
/// </summary>
/// <remarks>The buckets go through a bin in three stages: what came, what the tables are like, and where somebody was loud or lost much, the origins of it.</remarks>
internal sealed class RouteBucket
{
    private const int MicrosInMinute = 60_000_000;

    private readonly TaskOptions _options;
    private readonly int _bucket;
    private readonly ITaskOutput _output;
    private readonly RouteIntake _intake;
    private readonly ProducerClock _clock;
    private readonly BucketExchange _exchange;
    private readonly BucketTables _tables;
    private readonly EntityUpdates _updates;
    private readonly List<int?> _numbers = [];
    private readonly NoticeBook _notices = new();
    private BucketStage _stage = BucketStage.Idle;
    private long _bin;
    private int _viewsTold;
    private bool _endIsSaid;
    private bool _hasSentEnd;

    public RouteBucket(TaskOptions options, EntityShares shares, int bucket, ITaskOutput output)
    {
        _options = options;
        _bucket = bucket;
        _output = output;
        _intake = new RouteIntake(options.Detection, bucket);
        _clock = new ProducerClock(options.Producers, 1, !options.EventTime, options.Detection.IdleAfter.Ticks / TimeSpan.TicksPerMicrosecond);
        _exchange = new BucketExchange(options.Detection, bucket, options.RoutePartitions, output);
        _tables = new BucketTables(options.Detection, options.RoutePartitions);
        _updates = new EntityUpdates(options.Detection, shares, _tables.Table, options.EntityPartitions);
    }

    /// <summary>Whether everything came, was applied and was told.</summary>
    public bool HasEnded => _hasSentEnd;

    /// <summary>What it has taken and left out.</summary>
    public TaskCounts Counts => _clock.Counts with { Elems = _intake.Elems, LateEvents = _intake.LateEvents };

    /// <summary>Takes a batch of routes.</summary>
    public void TakeRoutes(ReadOnlySpan<byte> message)
    {
        var batch = new RouteBatchReader(message, _bucket);
        Contract.Require(
            batch.Header.RoutePartitions == _options.RoutePartitions, $"made for {batch.Header.RoutePartitions} partitions, and the run has {_options.RoutePartitions}");
        if (_clock.Take(0, batch.Header))
        {
            _intake.Take(batch, _tables.Collectors);
            if (batch.Header.ProbePartitions == 0)
            {
                Notify(batch.Header.Producer);
            }
        }

        Move();
    }

    /// <summary>Takes what another bucket says.</summary>
    public void TakeMessage(ReadOnlySpan<byte> bytes)
    {
        var message = Contract.Parse(BucketMessage.Parser, bytes);
        if (message.ContentCase == BucketMessage.ContentOneofCase.Notice)
        {
            _clock.Take(message.Notice);
        }
        else
        {
            Contract.Require(message.Bucket < _options.RoutePartitions && message.Bucket != _bucket, "another bucket of the run speaks");
            _exchange.Take(message);
        }

        Move();
    }

    /// <summary>Live alone: the clock on the wall.</summary>
    public void Tick(long nowMicros)
    {
        _clock.Tick(nowMicros);
        Move();
    }

    private void Move()
    {
        _clock.Move();
        if (_clock.Current is { } now && !_hasSentEnd)
        {
            var upTo = Math.DivRem(now - _options.Detection.GraceMicros, _options.Detection.BinMicros).Quotient;
            if (!_endIsSaid && _intake.Complete(upTo, _clock.HasEnded) is { } activity)
            {
                _endIsSaid = activity.HasEnded;
                _exchange.Say(activity);
            }
        }
        else if (_clock.HasEnded && !_endIsSaid)
        {
            // Nothing that has a time was ever said.
            _endIsSaid = true;
            _exchange.Say(new BucketActivity { UpToBin = 0, HasEnded = true });
        }

        try
        {
            while (_exchange.AddUp() || Advance())
            {
            }
        }
        catch (ContractException e)
        {
            // Not the message that is being taken: what was taken before does not belong together.
            throw new InvalidOperationException($"what the buckets told each other of bin {_bin} does not fit together: {e.Message}", e);
        }
    }

    private bool Advance() => _stage switch
    {
        BucketStage.Idle => Begin(),
        BucketStage.Reported => TakeReport(),
        _ => TakeOrigins(),
    };

    private bool Begin()
    {
        if (_exchange.TakeStep() is not { } step)
        {
            return false;
        }

        switch (step.Kind)
        {
            case BinStep.Types.Kind.Bin:
                _bin = step.Bin;
                Apply(step);
                _exchange.Say(_tables.Report(_bin));
                _stage = BucketStage.Reported;
                return true;
            case BinStep.Types.Kind.Skip:
                _tables.Skip();
                Tell(new TableUpdate { Step = step.Kind, Bin = step.Bin, Until = step.Until, Gap = step.Gap });
                return true;
            case BinStep.Types.Kind.Progress:
                Tell(new TableUpdate { Step = step.Kind, Until = step.Until });
                return true;
            default:
                _hasSentEnd = true;
                Tell(new TableUpdate { Step = step.Kind });
                return true;
        }
    }

    private void Apply(BinStep step)
    {
        var plan = _tables.Plan(step);
        var doubts = 0;
        var part = 0;
        _tables.BeginPart(plan, part);
        var samples = _options.Detection.WatchedAsns.Count > 0;
        long? minute = null;
        var waiting = _intake.TakeOut(step.Bin);
        foreach (var (collector, at) in waiting?.Ends ?? [])
        {
            _tables.Collectors.End(collector, at);
        }

        foreach (var e in waiting?.Events ?? [])
        {
            for (; doubts < plan.Doubts.Count && plan.Doubts[doubts].AtMicros <= e.ReceivedAtMicros; doubts++)
            {
                minute = Reach(plan.Doubts[doubts].AtMicros, minute, samples);
                _tables.Table.DoubtLosses(plan.Doubts[doubts].Views);
            }

            minute = Reach(e.ReceivedAtMicros, minute, samples);
            if (samples)
            {
                _updates.Note(minute!.Value);
            }

            _tables.Apply(e with { View = NumberOf(e.View) });
            if (e.Kind == RouteEventKind.RibEnd)
            {
                _tables.BeginPart(plan, ++part);
            }
        }

        for (; doubts < plan.Doubts.Count; doubts++)
        {
            minute = Reach(plan.Doubts[doubts].AtMicros, minute, samples);
            _tables.Table.DoubtLosses(plan.Doubts[doubts].Views);
        }

        if (samples && minute is { } last)
        {
            // Other buckets may have later minutes in the bin.
            _updates.EndMinute(last);
        }
    }

    private long? Reach(long micros, long? minute, bool samples)
    {
        var now = micros / MicrosInMinute;
        if (samples && minute is { } before && before != now)
        {
            _updates.EndMinute(before);
        }

        return now;
    }

    /// <summary>Number among all of a view that this bucket numbers so.</summary>
    private int NumberOf(int view)
    {
        while (_numbers.Count <= view)
        {
            _numbers.Add(null);
        }

        return _numbers[view] ??= _tables.NumberOf(_intake.KeyOf(view));
    }

    private bool TakeReport()
    {
        if (_exchange.TakeReports(_bin) is not { } report)
        {
            return false;
        }

        _tables.BeginSum();
        foreach (var part in report)
        {
            _tables.Add(part);
        }

        _tables.Sum();
        if (!_tables.AsksForOrigins)
        {
            EndBin();
            return true;
        }

        _exchange.Say(_tables.Origins(_bin));
        _stage = BucketStage.Asked;
        return true;
    }

    private bool TakeOrigins()
    {
        if (_exchange.TakeOrigins(_bin) is not { } origins)
        {
            return false;
        }

        foreach (var part in origins)
        {
            _tables.Add(part);
        }

        EndBin();
        return true;
    }

    private void EndBin()
    {
        _tables.Judge(_bin);
        _updates.EndBin(_tables.IPv4, _tables.IPv6);
        var word = new TableUpdate
        {
            Step = BinStep.Types.Kind.Bin,
            Bin = _bin,
            Until = _bin + 1,
            Ipv4 = UsableViewCodec.Of(_tables.IPv4),
            Ipv6 = UsableViewCodec.Of(_tables.IPv6),
            Doubts = _tables.Table.Doubts,
        };
        for (; _viewsTold < _tables.Views.Count; _viewsTold++)
        {
            word.Views.Add(ViewCodec.Of(_tables.Views[_viewsTold].Key));
        }

        Tell(word);
        _tables.EndBin();
        _stage = BucketStage.Idle;
    }

    private void Tell(TableUpdate word)
    {
        word.Bucket = (uint)_bucket;
        _updates.Send(word, _output);
    }

    /// <summary>The first bucket tells the entities how far a producer is that they do not hear themselves.</summary>
    private void Notify(string producer)
    {
        var notice = _clock.NoticeOf(producer);
        if (_bucket == 0 && _notices.IsDue(notice))
        {
            var bytes = new EntityMessage { Notice = notice }.ToByteArray();
            for (var partition = 0; partition < _options.EntityPartitions; partition++)
            {
                _output.Send(TaskTopic.Entities, partition, bytes);
            }
        }
    }
}
