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
/// <remarks>
/// The buckets go through a bin in three stages: what came, what the tables are like, and which origins views lost, where somebody did. In each, every bucket
/// says what it has to one of them, which adds it up and tells all: bucket 0 for what came, and for the rest another one at each bin.
/// </remarks>
internal sealed class RouteBucket
{
    private const int MicrosInMinute = 60_000_000;
    private const int OriginsInPart = 100_000;
    private const int BytesInPart = 512 * 1024;

    private readonly TaskOptions _options;
    private readonly int _bucket;
    private readonly ITaskOutput _output;
    private readonly RouteIntake _intake;
    private readonly ProducerClock _clock;
    private readonly BinLead? _lead;
    private readonly BucketTables _tables;
    private readonly EntityUpdates _updates;
    private readonly BinReports _reports;
    private readonly BinReports _origins;
    private readonly BinReports _summedReports = new(1);
    private readonly BinReports _summedOrigins = new(1);
    private readonly Queue<byte[]> _due = new();
    private readonly List<int?> _numbers = [];
    private readonly NoticeBook _notices = new();
    private BucketStage _stage = BucketStage.Idle;
    private byte[] _cutStep = [];
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
        _lead = bucket == 0 ? new BinLead(options.Detection, options.RoutePartitions) : null;
        _tables = new BucketTables(options.Detection, options.RoutePartitions);
        _updates = new EntityUpdates(options.Detection, shares, _tables.Table, options.EntityPartitions);
        _reports = new BinReports(options.RoutePartitions);
        _origins = new BinReports(options.RoutePartitions);
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
            Hear(message);
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
                foreach (var part in ActivityParts.Of(activity, BytesInPart))
                {
                    Say(0, new BucketMessage { Activity = part });
                }
            }
        }
        else if (_clock.HasEnded && !_endIsSaid)
        {
            // Nothing that has a time was ever said.
            _endIsSaid = true;
            Say(0, new BucketMessage { Activity = new BucketActivity { UpToBin = 0, HasEnded = true } });
        }

        try
        {
            while (AddUp() || Advance())
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
        if (!_due.TryDequeue(out var bytes))
        {
            return false;
        }

        var step = BinStep.Parser.ParseFrom(bytes);
        switch (step.Kind)
        {
            case BinStep.Types.Kind.Bin:
                _bin = step.Bin;
                Apply(step);
                SayReport();
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

    private void SayReport()
    {
        foreach (var part in ReportParts.Of(_tables.Report(_bin), OriginsInPart))
        {
            Say(AdderOf(_bin), new BucketMessage { Tables = part });
        }
    }

    /// <summary>The bucket that adds up what all say of a bin.</summary>
    private int AdderOf(long bin) => (int)(((bin % _options.RoutePartitions) + _options.RoutePartitions) % _options.RoutePartitions);

    private bool AddUp()
    {
        if (_reports.FirstWhole() is { } bin)
        {
            var sum = ReportSum.Of(bin, _reports.Take(bin).Select(TableReport.Parser.ParseFrom));
            foreach (var part in ReportParts.Of(sum, OriginsInPart))
            {
                SayToAll(new BucketMessage { SummedTables = part });
            }

            return true;
        }

        if (_origins.FirstWhole() is { } asked)
        {
            var sum = ReportSum.Of(asked, _origins.Take(asked).Select(OriginReport.Parser.ParseFrom));
            foreach (var part in ReportParts.Of(sum, OriginsInPart))
            {
                SayToAll(new BucketMessage { SummedOrigins = part });
            }

            return true;
        }

        return false;
    }

    private bool TakeReport()
    {
        if (!_summedReports.IsWhole(_bin))
        {
            return false;
        }

        _tables.BeginSum();
        foreach (var part in _summedReports.Take(_bin))
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
            Say(AdderOf(_bin), new BucketMessage { Origins = part });
        }

        _stage = BucketStage.Asked;
        return true;
    }

    private bool TakeOrigins()
    {
        if (!_summedOrigins.IsWhole(_bin))
        {
            return false;
        }

        foreach (var part in _summedOrigins.Take(_bin))
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

    private void Say(int bucket, BucketMessage message)
    {
        message.Bucket = (uint)_bucket;
        if (bucket == _bucket)
        {
            Hear(message);
        }
        else
        {
            _output.Send(TaskTopic.Exchange, bucket, message.ToByteArray());
        }
    }

    private void SayToAll(BucketMessage message)
    {
        message.Bucket = (uint)_bucket;
        var bytes = message.ToByteArray();
        for (var bucket = 0; bucket < _options.RoutePartitions; bucket++)
        {
            if (bucket != _bucket)
            {
                _output.Send(TaskTopic.Exchange, bucket, bytes);
            }
        }

        Hear(message);
    }

    private void Hear(BucketMessage message)
    {
        var bucket = (int)message.Bucket;
        switch (message.ContentCase)
        {
            case BucketMessage.ContentOneofCase.Activity:
                Lead(bucket, message.Activity);
                break;
            case BucketMessage.ContentOneofCase.Next:
                Contract.Require(bucket == 0, "bucket 0 leads");
                Take(message.Next);
                break;
            case BucketMessage.ContentOneofCase.Tables:
                Contract.Require(AdderOf(message.Tables.Bin) == _bucket, "a report goes to the bucket that adds up its bin");
                _reports.Put(bucket, message.Tables.Bin, message.Tables.ToByteArray(), message.Tables.More);
                break;
            case BucketMessage.ContentOneofCase.Origins:
                Contract.Require(AdderOf(message.Origins.Bin) == _bucket, "a report goes to the bucket that adds up its bin");
                _origins.Put(bucket, message.Origins.Bin, message.Origins.ToByteArray(), message.Origins.More);
                break;
            case BucketMessage.ContentOneofCase.SummedTables:
                Contract.Require(AdderOf(message.SummedTables.Bin) == bucket, "a sum comes from the bucket that adds up its bin");
                _summedReports.Put(0, message.SummedTables.Bin, message.SummedTables.ToByteArray(), message.SummedTables.More);
                break;
            case BucketMessage.ContentOneofCase.SummedOrigins:
                Contract.Require(AdderOf(message.SummedOrigins.Bin) == bucket, "a sum comes from the bucket that adds up its bin");
                _summedOrigins.Put(0, message.SummedOrigins.Bin, message.SummedOrigins.ToByteArray(), message.SummedOrigins.More);
                break;
            default:
                throw new ContractException("a message says something");
        }
    }

    private void Lead(int bucket, BucketActivity activity)
    {
        Contract.Require(_lead is not null, "bucket 0 leads");
        if (_lead!.Take(bucket, activity) is { Steps.Count: > 0 } next)
        {
            foreach (var part in ActivityParts.Of(next, BytesInPart))
            {
                SayToAll(new BucketMessage { Next = part });
            }
        }
    }

    private void Take(NextSteps next)
    {
        Contract.Require(next.Steps.Count > 0 && next.Steps.All(step => step.Kind is >= BinStep.Types.Kind.Bin and <= BinStep.Types.Kind.End), "a step is known");
        for (var i = 0; i < next.Steps.Count; i++)
        {
            // Parts of a message that stand behind each other are the message.
            byte[] step = [.. _cutStep, .. next.Steps[i].ToByteArray()];
            var goesOn = next.More && i == next.Steps.Count - 1;
            _cutStep = goesOn ? step : [];
            if (!goesOn)
            {
                _due.Enqueue(step);
            }
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
