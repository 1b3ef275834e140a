using StreamWatch.App.Detecting;
using StreamWatch.App.Replay;
using StreamWatch.Engine;
using Xunit;

namespace StreamWatch.Tests.App.Collecting;

/// <summary>
/// The law that holds the two profiles together: what is collected, spread over partitions and told to a detection elsewhere gives what a replay gives, bin by bin
/// and word by word, however the partitions come in between each other and whatever is published twice.
/// </summary>
public sealed class OneLaw
{
    [Theory]
    [InlineData("founding")]
    [InlineData("ddos")]
    [InlineData("cable-cut")]
    [InlineData("resets-with-states")]
    [InlineData("vantage-loss")]
    [InlineData("learned")]
    public void What_is_collected_decides_as_a_replay(string scenario) => Judge(new CollectedScenario(scenario), (1, 1), (5, 3));

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(CollectedScenario.Names), MemberType = typeof(CollectedScenario))]
    public void What_is_collected_decides_as_a_replay_in_every_scenario(string scenario) => Judge(new CollectedScenario(scenario), (1, 1), (5, 3));

    [Fact]
    [Trait("Tier", "long")]
    public void The_36_files_of_RouteViews_decide_as_a_replay() => Judge(new CollectedScenario([.. SharedData.Files("mrt-routeviews-2008")]), (8, 1));

    static void Judge(CollectedScenario scenario, params (int Routes, int Probes)[] partitions)
    {
        var replayed = scenario.Replayed().Lines;
        foreach (var (routes, probes) in partitions)
        {
            Assert.Equal(replayed, Detect(scenario.Collected(routes, probes).Shuffled(new Random(7)), scenario.Options));
        }
    }

    static List<string> Detect(IEnumerable<(bool IsRoutes, int Partition, byte[] Batch)> batches, ReplayOptions options)
    {
        var heard = new HeardResults();
        var engine = new OutageEngine(options.Watch, options.Detection, options.Probing, heard);
        var input = new EngineInput(engine, _ => { });
        var merge = new EventTimeMerge(input, ["collector"]);
        foreach (var (isRoutes, partition, batch) in batches)
        {
            CollectedScenario.Take(merge, isRoutes, partition, batch);
        }

        Assert.True(merge.HasEnded);
        Assert.Equal(0, merge.Missing);
        input.Complete();
        return heard.Lines;
    }
}
