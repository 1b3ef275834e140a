using System.Net;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine;
using StreamWatch.Tests.Engine.Stories;
using Xunit;

namespace StreamWatch.Tests.Domain.Routing;

/// <summary>A full table of a million prefixes at 300 views fits into a gibibyte. Alone in the process while it measures.</summary>
[Collection(nameof(FullTableMemoryTests))]
[CollectionDefinition(nameof(FullTableMemoryTests), DisableParallelization = true)]
public sealed class FullTableMemoryTests(ITestOutputHelper output)
{
    const int Prefixes = 1_000_000;
    const int Views = 300;
    const int Asns = 75_000;

    [Fact]
    [Trait("Tier", "long")]
    public void A_million_prefixes_at_300_views_are_followed_in_under_a_gibibyte()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sink = new Findings();
        var engine = new RoutingEngine(new DetectionOptions { AllAsns = true }, sink);
        for (var view = 0; view < Views; view++)
        {
            engine.Detector.AddView(new ViewKey("rrc00", 1u + (uint)view, new IPAddress([10, 0, (byte)(view >> 8), (byte)view])));
        }

        // The table is applied past the engine: what waits there for the end of the bin is not the table.
        var detector = engine.Detector;
        var at = 1_642_118_400_000_000L;
        for (var prefix = 0; prefix < Prefixes; prefix++)
        {
            for (var view = 0; view < Views; view++)
            {
                detector.Apply(Entry(view, prefix, at));
            }
        }

        detector.Apply(new RouteEvent { ReceivedAtMicros = at, View = 0, Kind = RouteEventKind.RibEnd });
        var bin = at / 300_000_000;
        for (var i = 0; i < 14; i++)
        {
            detector.CloseBin(bin + i);
        }

        var heap = GC.GetTotalMemory(forceFullCollection: true) - before;
        var resident = Environment.WorkingSet;
        output.WriteLine($"heap {heap >> 20} MiB, working set {resident >> 20} MiB");
        Assert.Equal(Prefixes, detector.Table.Prefixes.Count);
        Assert.Equal(Prefixes, detector.Table.Views[Views - 1].CarriedPrefixes[AddressFamily.IPv4]);
        Assert.Empty(sink.Told);
        Assert.InRange(heap, 0, 1L << 30);
        GC.KeepAlive(engine);
    }

    static RouteEvent Entry(int view, int prefix, long at) => new()
    {
        ReceivedAtMicros = at,
        View = view,
        Kind = RouteEventKind.RibEntry,
        Prefix = Prefix.IPv4((16u << 24) + ((uint)prefix << 8), 24),
        Origin = 1u + (uint)(prefix % Asns),
    };
}
