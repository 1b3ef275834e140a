using StreamWatch.Tests.App.Collecting;
using StreamWatch.Tests.Topology.Tasks;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Streams;

/// <summary>The law of one answer by way of Streamiz: what its own test driver brings through the topology is what a replay gives, bin by bin and word by word.</summary>
public sealed class OneLawOverStreams
{
    [Theory]
    [InlineData("founding")]
    [InlineData("ddos")]
    [InlineData("cable-cut")]
    [InlineData("resets-with-states")]
    [InlineData("vantage-loss")]
    [InlineData("learned")]
    public void The_topology_decides_as_a_replay(string scenario) => Judge(new SpreadScenario(scenario));

    [Theory]
    [InlineData("collectors")]
    [InlineData("probes")]
    public void A_producer_of_one_kind_of_measurement_alone_is_enough(string only) => Judge(new SpreadScenario(new CollectedScenario("ddos", only)));

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(CollectedScenario.Names), MemberType = typeof(CollectedScenario))]
    public void The_topology_decides_as_a_replay_in_every_scenario(string scenario) => Judge(new SpreadScenario(scenario));

    [Fact]
    [Trait("Tier", "long")]
    public void The_topology_decides_as_a_replay_on_the_36_files_of_RouteViews() => Judge(new SpreadScenario(new CollectedScenario([.. SharedData.Files("mrt-routeviews-2008")])));

    static void Judge(SpreadScenario scenario)
    {
        using var driven = new DrivenTopology(new DetectionTasks(scenario.Tasks(1, 1, 1, 1)));
        var random = new Random(5);
        foreach (var (isRoutes, _, batch) in scenario.Collected(1, 1, random))
        {
            driven.Pipe(isRoutes ? driven.Topics.Routes : driven.Topics.Probes, batch);
            if (random.Next(10) == 0)
            {
                driven.Turn(TimeSpan.FromMilliseconds(25));
            }
        }

        Assert.True(driven.RunToEnd());
        Assert.Empty(driven.Failures);
        Assert.Empty(driven.Watch.Refusals);
        SpreadScenario.Equal(scenario.Replayed(), SpreadScenario.Found(driven.Read(driven.Topics.Results)));
    }
}
