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

        // Nobody ticked for a day: what was published meanwhile may not have been read.
        var day = now + 86_400_000_000;
        net.Tick(day);
        Deliver();
        Assert.Equal(rows, Found().Rows);

        for (var later = 0L; later <= 600_000_000; later += 30_000_000)
        {
            net.Tick(day + later);
            Deliver();
        }

        Assert.True(Found().Rows > rows);

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
