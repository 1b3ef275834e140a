using StreamWatch.Simulation;
using StreamWatch.Tests.Topology.Tasks;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Hosting;

/// <summary>The law of one answer, through deaths: tasks that die at any moment and are restored from their changelogs decide what a replay decides.</summary>
public sealed class OneLawOfHosts(ITestOutputHelper output)
{
    /// <summary>So that the changelogs have snapshots, and inputs after them.</summary>
    const long SnapshotAfterBytes = 200_000;

    public static TheoryData<string> All => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [InlineData("cable-cut")]
    [InlineData("founding")]
    public void Tasks_that_die_decide_as_a_replay(string scenario) => Judge(scenario, deathsOf: 60);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public void Tasks_that_die_decide_as_a_replay_in_every_scenario(string scenario) => Judge(scenario, deathsOf: 25);

    void Judge(string name, int deathsOf)
    {
        var scenario = new SpreadScenario(name);
        var tasks = scenario.Tasks(3, 2, 2, 2);
        var random = new Random(3);
        var net = new HostNet(new DetectionTasks(tasks), tasks, SnapshotAfterBytes);
        foreach (var (isRoutes, partition, batch) in scenario.Collected(tasks.RoutePartitions, tasks.ProbePartitions, random))
        {
            net.Publish(isRoutes ? TaskTopic.Routes : TaskTopic.Probes, partition, batch);
            net.Step(random, deathsOf);
        }

        Assert.True(net.RunToEnd(random, deathsOf: 0));
        output.WriteLine($"{net.Deaths} deaths, {net.Watch.Snapshots} snapshots, {net.Watch.Restorations.Sum(restored => restored.Inputs)} inputs told again, {net.Watch.Repeats} messages repeated");
        Assert.True(net.Deaths > 0);
        Assert.Empty(net.Watch.Refusals);
        SpreadScenario.Equal(scenario.Replayed(), SpreadScenario.Found(net.Results));
    }
}
