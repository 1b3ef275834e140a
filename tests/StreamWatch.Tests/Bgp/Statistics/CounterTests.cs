using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Statistics;
using StreamWatch.Tests.Bgp.Mrt;
using Xunit;

namespace StreamWatch.Tests.Bgp.Statistics;

/// <summary>Distinct counts against plain sets.</summary>
public sealed class CounterTests
{
    [Fact]
    public void Distinct_prefixes_and_ASNs_are_those_of_a_plain_set()
    {
        var random = new Random(3);
        var collector = new StatisticsCollector();
        HashSet<string> all = [], allAsns = [];
        for (var file = 0; file < 3; file++)
        {
            HashSet<string> prefixes = [], asns = [];
            var sink = collector.Sink;
            var decoder = new MrtDecoder<StatisticsSink>();
            for (var i = 0; i < 20_000; i++)
            {
                var length = random.Next(33);
                var address = (uint)random.Next(1 << 12) << (32 - 12);
                var network = length == 0 ? 0 : address & (uint.MaxValue << (32 - length));
                var asn = random.Next(200_000);
                prefixes.Add($"{network}/{length}");
                asns.Add($"{asn}");
                var octets = $"{address:X8}"[..((length + 7) / 8 * 2)];
                var record = HandMade.Update(string.Empty, $"400206 0201 {asn:X8}", $"{length:X2}{octets}", subtype: 4);
                Assert.Equal(MrtHeaderStatus.Ok, MrtHeader.TryRead(record, 0, out var header));
                collector.Record(header);
                decoder.Decode(header, record.AsSpan(12), ref sink);
            }

            var counted = collector.EndFile();
            Assert.Equal((prefixes.Count, asns.Count, asns.Count, 1), (counted.IPv4Prefixes, counted.OriginAsns, counted.PathAsns, counted.Peers));
            Assert.Equal(20_000, counted.Announcements);
            all.UnionWith(prefixes);
            allAsns.UnionWith(asns);
        }

        Assert.Equal((all.Count, allAsns.Count, 1), (collector.Total.IPv4Prefixes, collector.Total.PathAsns, collector.Total.Peers));
        Assert.Equal(60_000, collector.Total.Records[(16, 4)]);
    }
}
