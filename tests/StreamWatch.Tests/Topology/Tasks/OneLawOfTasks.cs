using StreamWatch.Tests.App.Collecting;
using Xunit;

namespace StreamWatch.Tests.Topology.Tasks;

/// <summary>
/// The law that holds the topology and the in-process engine together: what is spread over buckets and entities gives what a replay gives, bin by bin and word
/// by word, however the messages between the tasks come in between each other, and though tasks go on from their written states now and then.
/// </summary>
public sealed class OneLawOfTasks
{
    [Theory]
    [InlineData("founding")]
    [InlineData("ddos")]
    [InlineData("cable-cut")]
    [InlineData("resets-with-states")]
    [InlineData("vantage-loss")]
    [InlineData("learned")]
    public void What_is_spread_over_tasks_decides_as_a_replay(string scenario) => Judge(new SpreadScenario(scenario), (5, 3, 4), restarts: 10, seeds: 11);

    [Theory]
    [InlineData("collectors")]
    [InlineData("probes")]
    public void A_producer_of_one_kind_of_measurement_alone_is_enough(string only) => Judge(new SpreadScenario(new CollectedScenario("ddos", only)), (5, 3, 4), restarts: 10, seeds: 12);

    [Fact]
    public void A_producer_for_each_kind_of_measurement_decides_as_a_replay_of_both() =>
        Judge(new SpreadScenario(new CollectedScenario("ddos"), isApart: true), (5, 3, 4), restarts: 10, seeds: [13, 14, 15]);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(CollectedScenario.Names), MemberType = typeof(CollectedScenario))]
    public void What_is_spread_over_tasks_decides_as_a_replay_in_every_scenario(string scenario)
    {
        Judge(new SpreadScenario(scenario), (1, 1, 1), restarts: 10, 1, 2, 3);
        Judge(new SpreadScenario(scenario), (5, 3, 4), restarts: 10, 4, 5, 6);
    }

    [Fact]
    [Trait("Tier", "long")]
    public void The_36_files_of_RouteViews_decide_as_a_replay() => Judge(new SpreadScenario(new CollectedScenario([.. SharedData.Files("mrt-routeviews-2008")])), (8, 1, 4), restarts: 5, seeds: 11);

    static void Judge(SpreadScenario scenario, (int Routes, int Probes, int Entities) partitions, int restarts, params int[] seeds)
    {
        var replayed = scenario.Replayed();
        foreach (var seed in seeds)
        {
            SpreadScenario.Equal(replayed, Detect(scenario, partitions, restarts, seed));
        }
    }

    static List<string> Detect(SpreadScenario scenario, (int Routes, int Probes, int Entities) partitions, int restarts, int seed)
    {
        var random = new Random(seed);
        var net = new TaskNet(scenario.Tasks(partitions.Routes, partitions.Probes, partitions.Entities, results: 2));
        var batches = scenario.Collected(partitions.Routes, partitions.Probes, random).ToList();
        foreach (var (isRoutes, partition, batch) in batches)
        {
            net.Take(isRoutes, partition, batch);
            net.Deliver(random, random.Next(20));
            if (random.Next(Math.Max(2, batches.Count / restarts)) == 0)
            {
                net.Restart(random);
            }
        }

        while (net.Deliver(random, 1000))
        {
        }

        Assert.Equal([], net.Unfinished);
        return SpreadScenario.Found(net.Results.Select(result => result.Batch));
    }
}
