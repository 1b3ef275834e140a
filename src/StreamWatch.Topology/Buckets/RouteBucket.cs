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
/// A bucket of prefixes: keeps its part of every view's table, closes each bin together with the other buckets, and tells the entities what the bin changed. It
/// goes through a bin in three steps, each begun when all buckets have said the word of the step before: what came, what the tables are like, which origins
/// views lost.
/// </summary>
internal sealed class RouteBucket
{
    private const int MicrosInMinute = 60_000_000;
    private const int OriginsInPart = 100_000;

    private readonly TaskOptions _options;
    private readonly int _bucket;
    private readonly ITaskOutput _output;
    private readonly RouteIntake _intake;
    private readonly ProducerClock _clock;
    private readonly BinSteps _steps;
    private readonly BucketTables _tables;
    private readonly EntityUpdates _updates;
    private readonly BinReports _reports;
    private readonly BinReports _origins;
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
        _steps = new BinSteps(options.RoutePartitions, options.Detection.BaselineBins);
        _tables = new BucketTables(options.Detection, options.RoutePartitions);
        _updates = new EntityUpdates(options.Detection, shares, _tables.Table, options.EntityPartitions);
        _reports = new BinReports(options.RoutePartitions);
        _origins = new BinReports(options.RoutePartitions);
    }

    /// <summary>Whether everything came, was applied and was told.</summary>
    public bool HasEnded => _steps.HasEnded && _hasSentEnd;

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

    /// <summary>Takes the word of another bucket.</summary>
    public void TakeWord(ReadOnlySpan<byte> message)
    {
        var word = Contract.Parse(BucketMessage.Parser, message);
        if (word.ContentCase == BucketMessage.ContentOneofCase.Notice)
        {
            _clock.Take(word.Notice);
        }
        else
        {
            Contract.Require(word.Bucket < _options.RoutePartitions && word.Bucket != _bucket, "a word is of another bucket of the run");
            Hear(word);
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
                Say(new BucketMessage { Activity = activity });
            }
        }
        else if (_clock.HasEnded && !_endIsSaid)
        {
            // Nothing that has a time was ever said.
            _endIsSaid = true;
            Say(new BucketMessage { Activity = new BucketActivity { UpToBin = 0, HasEnded = true } });
        }

        try
        {
            while (Advance())
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
        BucketStage.Reported => AddReports(),
        _ => AddOrigins(),
    };

    private bool Begin()
    {
        if (_steps.TryNext() is not { } step)
        {
            if (_steps.HasEnded && !_hasSentEnd)
            {
                _hasSentEnd = true;
                Tell(new TableUpdate { Step = TableUpdate.Types.Step.End });
            }

            return false;
        }

        switch (step.Step)
        {
            case TableUpdate.Types.Step.Bin:
                _bin = step.Bin;
                Apply(step);
                SayReport();
                _stage = BucketStage.Reported;
                return true;
            case TableUpdate.Types.Step.Skip:
                _tables.Skip();
                Tell(new TableUpdate { Step = step.Step, Bin = step.Bin, Until = step.Until, Gap = step.Gap });
                return true;
            default:
                Tell(new TableUpdate { Step = step.Step, Until = step.Until });
                return true;
        }
    }

    private void Apply(BinStep step)
    {
        BinActivity?[] activity = [.. step.Activity!.Select(bytes => bytes is null ? null : BinActivity.Parser.ParseFrom(bytes))];
        var plan = _tables.Plan(activity);
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

            _tables.Apply(e with { View = _tables.NumberOf(_bucket, _intake.ToldAs(e.View)) });
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

    private void SayReport()
    {
        var report = _tables.Report(_bin);
        foreach (var part in ReportParts.Of(report, OriginsInPart))
        {
            Say(new BucketMessage { Tables = part });
        }
    }

    private bool AddReports()
    {
        if (!_reports.IsWhole(_bin))
        {
            return false;
        }

        _tables.BeginSum();
        foreach (var part in _reports.Take(_bin))
        {
            _tables.Add(TableReport.Parser.ParseFrom(part));
        }

        _tables.Sum();
        if (!_tables.AsksForOrigins)
        {
            EndBin();
            return true;
        }

        foreach (var part in ReportParts.Of(_tables.Origins(_bin), OriginsInPart))
        {
            Say(new BucketMessage { Origins = part });
        }

        _stage = BucketStage.Asked;
        return true;
    }

    private bool AddOrigins()
    {
        if (!_origins.IsWhole(_bin))
        {
            return false;
        }

        foreach (var part in _origins.Take(_bin))
        {
            _tables.Add(OriginReport.Parser.ParseFrom(part));
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
            Step = TableUpdate.Types.Step.Bin,
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

    /// <summary>Says a word to every bucket, itself included.</summary>
    private void Say(BucketMessage word)
    {
        word.Bucket = (uint)_bucket;
        var bytes = word.ToByteArray();
        for (var bucket = 0; bucket < _options.RoutePartitions; bucket++)
        {
            if (bucket != _bucket)
            {
                _output.Send(TaskTopic.Exchange, bucket, bytes);
            }
        }

        Hear(word);
    }

    private void Hear(BucketMessage word)
    {
        var bucket = (int)word.Bucket;
        switch (word.ContentCase)
        {
            case BucketMessage.ContentOneofCase.Activity:
                _steps.Take(bucket, word.Activity);
                break;
            case BucketMessage.ContentOneofCase.Tables:
                _reports.Put(bucket, word.Tables.Bin, word.Tables.ToByteArray(), word.Tables.More);
                break;
            case BucketMessage.ContentOneofCase.Origins:
                _origins.Put(bucket, word.Origins.Bin, word.Origins.ToByteArray(), word.Origins.More);
                break;
            default:
                throw new ContractException("a word says something");
        }
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
