using Google.Protobuf;
using StreamWatch.Domain.Detection;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Buckets;

/// <summary>
/// What a bucket says to the others and hears of them. What each has to say of a bin goes to one bucket, which adds it up and tells all: bucket 0 leads from bin
/// to bin, and what the tables are like is added up by the bucket whose number is the bin's modulo their number. So messages grow with the buckets, and not with
/// their square.
/// </summary>
internal sealed class BucketExchange
{
    private const int OriginsInPart = 100_000;
    private const int BytesInPart = 512 * 1024;

    private readonly int _bucket;
    private readonly int _buckets;
    private readonly ITaskOutput _output;
    private readonly BinLead? _lead;
    private readonly BinReports _reports;
    private readonly BinReports _origins;
    private readonly BinReports _summedReports = new(1);
    private readonly BinReports _summedOrigins = new(1);
    private readonly Queue<byte[]> _due = new();
    private byte[] _cutStep = [];

    public BucketExchange(DetectionOptions options, int bucket, int buckets, ITaskOutput output)
    {
        _bucket = bucket;
        _buckets = buckets;
        _output = output;
        _lead = bucket == 0 ? new BinLead(options, buckets) : null;
        _reports = new BinReports(buckets);
        _origins = new BinReports(buckets);
    }

    /// <summary>Says what came for bins that are complete.</summary>
    public void Say(BucketActivity activity)
    {
        foreach (var part in ActivityParts.Of(activity, BytesInPart))
        {
            Say(0, new BucketMessage { Activity = part });
        }
    }

    /// <summary>Says what this part of the tables is like at the end of a bin.</summary>
    public void Say(TableReport report)
    {
        foreach (var part in ReportParts.Of(report, OriginsInPart))
        {
            Say(AdderOf(report.Bin), new BucketMessage { Tables = part });
        }
    }

    /// <summary>Says which origins were asked for.</summary>
    public void Say(OriginReport report)
    {
        foreach (var part in ReportParts.Of(report, OriginsInPart))
        {
            Say(AdderOf(report.Bin), new BucketMessage { Origins = part });
        }
    }

    /// <summary>Takes what a bucket says.</summary>
    /// <exception cref="ContractException">It may not say that, or not to this one; nothing of it is taken.</exception>
    public void Take(BucketMessage message)
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

    /// <summary>Adds up what all have said to this one, and tells all; false where nothing is whole.</summary>
    public bool AddUp()
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

    /// <summary>The next step of all buckets; null where it is not known yet.</summary>
    public BinStep? TakeStep() => _due.TryDequeue(out var step) ? BinStep.Parser.ParseFrom(step) : null;

    /// <summary>The parts of the report of all buckets on a bin; null where it is not here.</summary>
    public IEnumerable<TableReport>? TakeReports(long bin) => _summedReports.IsWhole(bin) ? _summedReports.Take(bin).Select(TableReport.Parser.ParseFrom) : null;

    /// <summary>The parts of all buckets' origins of a bin; null where they are not here.</summary>
    public IEnumerable<OriginReport>? TakeOrigins(long bin) => _summedOrigins.IsWhole(bin) ? _summedOrigins.Take(bin).Select(OriginReport.Parser.ParseFrom) : null;

    /// <summary>The bucket that adds up what all say of a bin.</summary>
    private int AdderOf(long bin) => (int)(((bin % _buckets) + _buckets) % _buckets);

    private void Say(int bucket, BucketMessage message)
    {
        message.Bucket = (uint)_bucket;
        if (bucket == _bucket)
        {
            Take(message);
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
        for (var bucket = 0; bucket < _buckets; bucket++)
        {
            if (bucket != _bucket)
            {
                _output.Send(TaskTopic.Exchange, bucket, bytes);
            }
        }

        Take(message);
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
}
