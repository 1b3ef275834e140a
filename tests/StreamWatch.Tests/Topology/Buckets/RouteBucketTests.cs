using Google.Protobuf;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Buckets;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>What a bucket does with what the others say, however it is cut, and though it goes on from its written state now and then.</summary>
public sealed class RouteBucketTests
{
    /// <summary>Bucket 1 of 3: neither leads nor adds up bin 0 or 2.</summary>
    const int Bucket = 1;

    static readonly TaskOptions _options = new()
    {
        RunId = "run",
        Watch = WatchList.Empty,
        Detection = new DetectionOptions(),
        Probing = new ProbingOptions(),
        Producers = ["collector"],
        EventTime = true,
        RoutePartitions = 3,
        ProbePartitions = 1,
        EntityPartitions = 2,
        ResultPartitions = 1,
    };

    [Fact]
    public void Steps_and_sums_that_come_in_parts_do_what_whole_ones_do() => Laws.Hold(12, 6, history =>
    {
        var bytes = 60 + (history.Length * 11 % 200);
        var whole = Said(history, int.MaxValue, restarts: false);
        Assert.Equal(whole, Said(history, bytes, restarts: false));
        Assert.Equal(whole, Said(history, bytes, restarts: true));
    });

    [Fact]
    public void Whoever_may_not_say_it_is_refused()
    {
        var task = new RouteBucketTask(_options, Bucket, new Heard());
        var end = new NextSteps { Steps = { new BinStep { Kind = BinStep.Types.Kind.End } } };
        Refused(new BucketMessage { Bucket = 2, Next = end });
        Refused(new BucketMessage { Bucket = Bucket, Next = end });
        Refused(new BucketMessage { Bucket = 3, Next = end });
        Refused(new BucketMessage { Bucket = 0 });
        Refused(new BucketMessage { Bucket = 0, Next = new NextSteps() });
        Refused(new BucketMessage { Bucket = 0, Next = new NextSteps { Steps = { new BinStep() } } });
        Refused(new BucketMessage { Bucket = 0, Activity = new BucketActivity { UpToBin = 1 } });
        Refused(new BucketMessage { Bucket = 2, Tables = new TableReport { Bin = 3 } });
        Refused(new BucketMessage { Bucket = 2, Origins = new OriginReport { Bin = 2 } });
        Refused(new BucketMessage { Bucket = 2, SummedTables = new TableReport { Bin = 3 } });
        Refused(new BucketMessage { Bucket = 0, SummedOrigins = new OriginReport { Bin = 2 } });
        Assert.False(task.HasEnded);

        // Bin 4 is added up here: once of each.
        Take(new BucketMessage { Bucket = 2, Tables = new TableReport { Bin = 4, More = true } });
        Take(new BucketMessage { Bucket = 2, Tables = new TableReport { Bin = 4 } });
        Refused(new BucketMessage { Bucket = 2, Tables = new TableReport { Bin = 4 } });
        Take(new BucketMessage { Bucket = 0, Next = end });
        Assert.True(task.HasEnded);

        void Take(BucketMessage message) => task.Take(TaskTopic.Exchange, message.ToByteArray());

        void Refused(BucketMessage message) => Assert.Throws<ContractException>(() => Take(message));
    }

    /// <summary>What the bucket says where bucket 0 leads so and nothing came in any bucket but origins.</summary>
    static List<string> Said(int[] history, int bytes, bool restarts)
    {
        var heard = new Heard();
        var task = new RouteBucketTask(_options, Bucket, heard);
        var dice = new Dice(history.Length);
        var next = new NextSteps { Steps = { BinLeadTests.Steps(WrittenWords.Of(history, 2), new Dice(1)) } };
        foreach (var part in ActivityParts.Of(next, bytes))
        {
            Take(new BucketMessage { Bucket = 0, Next = part });
        }

        var index = new ViewIndex();
        foreach (var step in next.Steps.Where(step => step.Kind == BinStep.Types.Kind.Bin))
        {
            foreach (var view in step.Views)
            {
                index.TakeUp(ViewCodec.Read(view));
            }

            var adder = (uint)(step.Bin % _options.RoutePartitions);
            foreach (var part in ReportParts.Of(Report(step.Bin, index.Count), Math.Min(bytes, 3)))
            {
                if (adder != Bucket)
                {
                    Take(new BucketMessage { Bucket = adder, SummedTables = part });
                    continue;
                }

                Take(new BucketMessage { Bucket = 2, Tables = part });
                Take(new BucketMessage { Bucket = 0, Tables = part });
            }
        }

        Assert.True(task.HasEnded);
        return heard.Messages;

        void Take(BucketMessage message)
        {
            task.Take(TaskTopic.Exchange, message.ToByteArray());
            if (restarts && dice.Next(5) == 0)
            {
                using var state = new MemoryStream();
                task.WriteState(state);
                state.Position = 0;
                task = new RouteBucketTask(_options, Bucket, heard);
                task.ReadState(state);
            }
        }
    }

    static TableReport Report(long bin, int views)
    {
        var report = new TableReport { Bin = bin, NewOrigins = { 1, 2, 3, 4, 5, 6, 7 }, Lost = new OriginSets(), LostAlone = new OriginSets() };
        foreach (var column in new[]
        {
            report.Touched, report.CarriedIpv4, report.CarriedIpv6, report.KnownIpv4, report.KnownIpv6, report.RetoldIpv4, report.RetoldIpv6, report.CarriedOrigins,
            report.SpokenAtMost,
        })
        {
            column.AddRange(Enumerable.Repeat(0u, views));
        }

        return report;
    }

    sealed class Heard : ITaskOutput
    {
        public List<string> Messages { get; } = [];

        public void Send(TaskTopic topic, int partition, ReadOnlySpan<byte> message) => Messages.Add($"{topic} {partition} {Convert.ToHexString(message)}");
    }
}
