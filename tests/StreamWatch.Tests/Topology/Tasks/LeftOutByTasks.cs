using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Tasks;

/// <summary>Nothing is left out silently: what decides nothing is counted.</summary>
public sealed class LeftOutByTasks
{
    [Fact]
    public void What_a_producer_publishes_that_is_not_waited_for_is_named()
    {
        var (routes, probes) = Counts(options => options with { Producers = ["another"] }, batches => batches);
        Assert.Equal(["collector"], routes.Undeclared);
        Assert.Equal(["collector"], probes.Undeclared);
        Assert.Equal((0L, 0L), (routes.Elems, probes.ProbeResults));
    }

    [Fact]
    public void What_comes_twice_and_what_never_comes_is_counted()
    {
        var (whole, _) = Counts(options => options, batches => batches);
        Assert.True(whole.Elems > 0);
        Assert.Equal((0L, 0L, 0L), (whole.RepeatedBatches, whole.MissingBatches, whole.LateEvents));

        var (twice, probesTwice) = Counts(options => options, batches => [.. batches, .. batches]);
        Assert.Equal(whole.Elems, twice.Elems);
        Assert.True(twice.RepeatedBatches > 0);
        Assert.True(probesTwice.RepeatedBatches > 0);

        var (torn, _) = Counts(options => options, batches => batches.Where((_, at) => at % 7 != 3));
        Assert.True(torn.MissingBatches > 0);
        Assert.True(torn.Elems < whole.Elems);
    }

    static (TaskCounts Routes, TaskCounts Probes) Counts(Func<TaskOptions, TaskOptions> options, Func<IEnumerable<(bool, int, byte[])>, IEnumerable<(bool IsRoutes, int Partition, byte[] Batch)>> change)
    {
        var scenario = new SpreadScenario("cable-cut");
        var random = new Random(3);
        var net = new TaskNet(options(scenario.Tasks(2, 2, 2, 1)));
        foreach (var (isRoutes, partition, batch) in change(scenario.Collected(2, 2)))
        {
            net.Take(isRoutes, partition, batch);
            net.Deliver(random, 1000);
        }

        return (net.CountsOf(TaskKind.RouteBucket), net.CountsOf(TaskKind.ProbeBucket));
    }
}
