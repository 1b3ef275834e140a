using StreamWatch.Tests.Topology.Toys;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Streams;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Streams;

/// <summary>The toys behind Streamiz: what it makes of the graph, of stores, punctuations and commits.</summary>
public sealed class DriverTests
{
    [Fact]
    public void Words_go_through_every_stage_and_the_run_ends()
    {
        var toys = new ToyFactory(1, 1, 1);
        using var driven = new DrivenTopology(toys);
        for (var at = 0; at < 50; at++)
        {
            driven.Pipe(driven.Topics.Routes, $"route {at}");
            driven.Pipe(driven.Topics.Probes, $"probe {at}");
        }

        driven.Pipe(driven.Topics.Routes, "end");
        driven.Pipe(driven.Topics.Probes, "end");
        Assert.True(driven.RunToEnd());
        var results = driven.ReadTexts(driven.Topics.Results);

        // Each route is told twice, at once and by way of the exchange; each probe once; and there are the two ends.
        Assert.Equal(152, results.Count);
        Assert.Equal(152, toys.Of(TaskKind.Entity, 0).Taken);
        Assert.Equal(2, results.Count(text => text == "end"));
        Assert.Equal(102, toys.Of(TaskKind.RouteBucket, 0).Taken);
        Assert.Empty(driven.Failures);
        Assert.Empty(driven.Watch.Refusals);
        Assert.Equal(0, driven.Watch.Repeats);
    }

    [Fact]
    public void Messages_without_a_key_are_taken_like_others()
    {
        var toys = new ToyFactory(1, 1, 1);
        using var driven = new DrivenTopology(toys);
        driven.Pipe(driven.Topics.Routes, "no key"u8.ToArray());
        driven.Pipe(driven.Topics.Routes, "a key"u8.ToArray(), [1]);
        Assert.Equal(2, toys.Of(TaskKind.RouteBucket, 0).Taken);
    }

    [Fact]
    public void Results_come_in_the_order_in_which_their_task_decided()
    {
        using var driven = new DrivenTopology(new ToyFactory(1, 1, 1));
        for (var at = 0; at < 200; at++)
        {
            driven.Pipe(driven.Topics.Probes, $"probe {at}");
            if (at % 7 == 0)
            {
                driven.Turn(TimeSpan.FromMilliseconds(25));
            }
        }

        for (var turn = 0; turn < 5; turn++)
        {
            driven.Turn(TimeSpan.FromMilliseconds(25));
        }

        Assert.Equal(Enumerable.Range(1, 200), driven.ReadTexts(driven.Topics.Results).Select(text => int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Poison_is_counted_and_the_topology_goes_on()
    {
        var toys = new ToyFactory(1, 1, 1);
        using var driven = new DrivenTopology(toys);
        driven.Pipe(driven.Topics.Routes, "bad");
        driven.Pipe(driven.Topics.Entities, "no message of a task");
        driven.Pipe(driven.Topics.Routes, "good");
        Assert.Equal(1, toys.Of(TaskKind.RouteBucket, 0).Taken);
        Assert.Equal(2, driven.Watch.Refusals.Count);
        Assert.Empty(driven.Failures);
    }

    [Fact]
    public void The_clock_on_the_wall_is_told_live_alone()
    {
        using var live = new DrivenTopology(new ToyFactory(1, 1, 1), TimeSpan.FromSeconds(1));
        using var replayed = new DrivenTopology(new ToyFactory(1, 1, 1));
        foreach (var driven in new[] { live, replayed })
        {
            driven.Pipe(driven.Topics.Probes, "probe");
            for (var turn = 0; turn < 40; turn++)
            {
                driven.Turn(TimeSpan.FromMilliseconds(250));
            }
        }

        var ticks = live.ReadTexts(live.Topics.Results).Count(text => text.StartsWith("tick ", StringComparison.Ordinal));
        Assert.True(ticks >= 5, $"{ticks} ticks");
        Assert.DoesNotContain(replayed.ReadTexts(replayed.Topics.Results), text => text.StartsWith("tick ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_partition_that_a_topic_does_not_have_is_refused_by_name() =>
        Assert.Contains(
            "partition 7 of driven.entities.v1, which has 4",
            Assert.ThrowsAny<Exception>(() => PartitionKey.Partition("driven.entities.v1", PartitionKey.Of(7), 4)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_graph_names_its_topics_and_stores()
    {
        using var driven = new DrivenTopology(new ToyFactory(1, 1, 1));
        var options = new StreamsOptions
        {
            ApplicationId = "described",
            Topics = driven.Topics,
            Host = new HostOptions { RunId = "described" },
            Client = new Dictionary<string, string> { ["bootstrap.servers"] = "none:1" },
            Logging = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        };
        var described = StreamsRun.Describe(options, new ToyFactory(1, 1, 1));
        foreach (var word in new[] { "driven.routes.v1", "driven.probes.v1", "driven.exchange.v1", "driven.entities.v1", "driven.results.v1", "route-bucket", "probe-bucket", "entity" })
        {
            Assert.Contains(word, described, StringComparison.Ordinal);
        }

        Assert.Equal(3, described.Split("Sub-topology").Length - 1);
    }
}
