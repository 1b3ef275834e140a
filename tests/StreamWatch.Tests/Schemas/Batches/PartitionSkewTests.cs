using System.Globalization;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using Xunit;

namespace StreamWatch.Tests.Schemas.Batches;

/// <summary>How evenly partitions are filled: the numbers of docs/scaling.md.</summary>
public sealed class PartitionSkewTests(ITestOutputHelper output)
{
    static readonly int[] Counts = [4, 24, 64, 256];

    [Fact]
    public void The_prefixes_of_a_real_table_spread_evenly()
    {
        var table = PrefixWeights.Of(SharedData.Files("mrt").Where(file => Path.GetFileName(file) == "rv.jinx.rib.20140530.2200.bz2"));
        Assert.True(table.Prefixes.Count > 400_000);
        Judge("prefixes of a table", table.Prefixes.Keys.Select(prefix => (prefix, 1.0)).ToList());
    }

    [Fact]
    [Trait("Tier", "long")]
    public void The_elems_of_real_updates_spread_as_evenly_as_their_hottest_prefix_lets_them()
    {
        var updates = PrefixWeights.Of(SharedData.Files("mrt-routeviews-2008"));
        Assert.True(updates.Prefixes.Values.Sum() > 5_000_000);
        Judge("elems by prefix", updates.Prefixes.Select(prefix => (prefix.Key, prefix.Value)).ToList());
        Describe("hottest prefix", updates.Prefixes);
        Describe("hottest origin", updates.Origins);
        foreach (var count in Counts)
        {
            // What a key of the origin would give: the hottest network whole in one partition. It is why prefixes are the key.
            var byOrigin = new PartitionLoad(count);
            foreach (var (origin, weight) in updates.Origins)
            {
                byOrigin.Add(Partitioner.Of(origin.ToString(CultureInfo.InvariantCulture), count), weight);
            }

            output.WriteLine($"elems by origin {byOrigin}");
        }
    }

    [Fact]
    public void Neighbouring_networks_spread_evenly() =>
        Judge("generated /24", Enumerable.Range(0, 1 << 20).Select(i => (new Prefix(AddressFamily.IPv4, (ulong)i << 40, 0, 24), 1.0)).ToList());

    [Fact]
    public void Neighbouring_networks_of_IPv6_spread_evenly() =>
        Judge("generated /48", Enumerable.Range(0, 1 << 18).Select(i => (new Prefix(AddressFamily.IPv6, (0x20010db8UL << 32) + ((ulong)i << 16), 0, 48), 1.0)).ToList());

    [Fact]
    public void A_network_with_many_hot_prefixes_loads_every_partition_alike()
    {
        // Half of all elems are those of one network's 4,096 prefixes: by its ASN they would lie in one partition.
        var prefixes = Enumerable.Range(0, 1 << 18).Select(i => (new Prefix(AddressFamily.IPv4, (ulong)i << 42, 0, 22), i < 4096 ? 64.0 : 1.0)).ToList();
        Judge("a hot network", prefixes);
    }

    [Fact]
    public void A_million_targets_spread_evenly()
    {
        foreach (var count in Counts)
        {
            var load = new PartitionLoad(count);
            for (var i = 0; i < 1_000_000; i++)
            {
                load.Add(Partitioner.Of(string.Create(CultureInfo.InvariantCulture, $"host-{i}.example.net"), count), 1);
            }

            output.WriteLine($"a million targets {load}");
            Assert.True(load.Skew <= load.SkewByChance(1_000_000, 1), $"{load}");
        }
    }

    void Judge(string what, List<(Prefix Prefix, double Weight)> prefixes)
    {
        var (squares, heaviest) = (prefixes.Sum(prefix => prefix.Weight * prefix.Weight), prefixes.Max(prefix => prefix.Weight));
        foreach (var count in Counts)
        {
            var load = new PartitionLoad(count);
            foreach (var (prefix, weight) in prefixes)
            {
                load.Add(Partitioner.Of(prefix, count), weight);
            }

            output.WriteLine($"{what} {load}");
            Assert.True(load.Skew <= load.SkewByChance(squares, heaviest), $"{what} {load}");
        }
    }

    void Describe<T>(string what, Dictionary<T, double> weights)
        where T : notnull
    {
        var (key, weight) = weights.MaxBy(one => one.Value);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {key} with {weight:N0} elems, {weight / weights.Values.Sum():P2} of those of {weights.Count:N0}"));
    }
}
