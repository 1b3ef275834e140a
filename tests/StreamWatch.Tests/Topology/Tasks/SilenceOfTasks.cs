using StreamWatch.Schemas.Results;
using Xunit;

namespace StreamWatch.Tests.Topology.Tasks;

/// <summary>Live, where everybody is silent, the clock on the wall closes bins: silence of our own is unknown, and it is said.</summary>
public sealed class SilenceOfTasks
{
    [Fact]
    public void Bins_close_by_the_clock_where_everybody_is_silent_and_not_before()
    {
        var scenario = new SpreadScenario("founding");
        var random = new Random(5);
        var options = scenario.Tasks(routes: 3, probes: 2, entities: 3, results: 1) with { EventTime = false };
        var net = new TaskNet(options);
        var batches = scenario.Collected(3, 2, random).ToList();
        foreach (var (isRoutes, partition, batch) in batches.Take(batches.Count / 3))
        {
            net.Take(isRoutes, partition, batch);
        }

        Deliver();
        var (rows, newest) = Found();
        var now = (newest - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        net.Tick(now);
        Deliver();
        net.Tick(now + 1_000_000);
        Deliver();
        Assert.Equal(rows, Found().Rows);

        var hourLater = newest.AddHours(1);
        net.Tick(now + ((hourLater - newest).Ticks / TimeSpan.TicksPerMicrosecond));
        Deliver();
        Assert.True(Found().Rows > rows);
        Assert.True(Found().Newest > hourLater.AddMinutes(-5));

        void Deliver()
        {
            while (net.Deliver(random, 1000))
            {
            }
        }

        (int Rows, DateTime Newest) Found()
        {
            var bins = net.Results.SelectMany(result => ResultCodec.Read(result.Batch).TargetBins).Select(row => row.Bin).ToList();
            return (bins.Count, DateTime.UnixEpoch.AddTicks(bins.Max() * options.Probing.TargetBin.Ticks));
        }
    }
}
