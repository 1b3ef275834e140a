using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using Xunit;

namespace StreamWatch.Tests.Schemas.Batches;

public sealed class PartitionerTests
{
    const int Prefixes = 4000;

    static readonly int[] Counts = [1, 4, 24, 64, 256];

    // Computed apart from the code, from MurmurHash3's finalizer. They are the contract: what is published lies where it lies.
    [Theory]
    [InlineData("0.0.0.0/0", 0, 2, 15, 40, 163)]
    [InlineData("10.0.0.0/8", 0, 1, 10, 29, 116)]
    [InlineData("192.0.2.0/24", 0, 3, 22, 60, 243)]
    [InlineData("198.51.100.0/24", 0, 0, 2, 6, 26)]
    [InlineData("198.51.100.0/25", 0, 2, 15, 41, 165)]
    [InlineData("203.0.113.255/32", 0, 2, 13, 36, 144)]
    [InlineData("::/0", 0, 0, 1, 5, 20)]
    [InlineData("2001:db8::/32", 0, 3, 19, 50, 203)]
    [InlineData("2001:db8::/48", 0, 1, 7, 21, 84)]
    [InlineData("2001:db8:0:1::/64", 0, 3, 19, 51, 206)]
    [InlineData("2001:db8::1/128", 0, 3, 23, 62, 248)]
    public void A_prefix_stays_in_its_partition(string text, int of1, int of4, int of24, int of64, int of256)
    {
        var prefix = Prefix.Parse(text);
        Assert.Equal([of1, of4, of24, of64, of256], Counts.Select(count => Partitioner.Of(prefix, count)));
    }

    [Theory]
    [InlineData("", 0, 0, 0, 0, 0)]
    [InlineData("a", 0, 1, 9, 26, 104)]
    [InlineData("www.example.net", 0, 1, 8, 22, 91)]
    [InlineData("www.example.org", 0, 3, 20, 54, 218)]
    [InlineData("ns1.example.net", 0, 3, 18, 50, 201)]
    [InlineData("münchen.example", 0, 3, 20, 54, 219)]
    public void A_name_stays_in_its_partition(string name, int of1, int of4, int of24, int of64, int of256) =>
        Assert.Equal([of1, of4, of24, of64, of256], Counts.Select(count => Partitioner.Of(name, count)));

    [Fact]
    public void Every_bit_of_an_address_decides_between_two_partitions_for_half_of_all_prefixes()
    {
        var random = new Random(11);
        for (var bit = 0; bit < 128; bit++)
        {
            var moved = 0;
            for (var i = 0; i < Prefixes; i++)
            {
                var (high, low) = ((ulong)random.NextInt64(), (ulong)random.NextInt64());
                var (otherHigh, otherLow) = bit < 64 ? (high ^ (1UL << (63 - bit)), low) : (high, low ^ (1UL << (127 - bit)));
                moved += Partitioner.Of(Ipv6(high, low), 2) == Partitioner.Of(Ipv6(otherHigh, otherLow), 2) ? 0 : 1;
            }

            // Five standard deviations of a fair coin.
            Assert.InRange(moved, (Prefixes / 2) - 158, (Prefixes / 2) + 158);
        }
    }

    [Fact]
    public void Every_length_of_a_network_has_a_partition_of_its_own()
    {
        var random = new Random(12);
        for (var i = 0; i < 100; i++)
        {
            var address = (ulong)random.NextInt64() & (0xFFUL << 56);
            var partitions = Enumerable.Range(8, 25).Select(length => Partitioner.Of(new Prefix(AddressFamily.IPv4, address, 0, length), 1 << 30)).ToHashSet();
            Assert.Equal(25, partitions.Count);
        }
    }

    [Fact]
    public void The_families_are_told_apart()
    {
        var same = Enumerable.Range(0, Prefixes).Count(i =>
            Partitioner.Of(new Prefix(AddressFamily.IPv4, (ulong)i << 44, 0, 20), 64) == Partitioner.Of(new Prefix(AddressFamily.IPv6, (ulong)i << 44, 0, 20), 64));
        Assert.InRange(same, 1, Prefixes / 32);
    }

    [Fact]
    public void Every_letter_of_a_name_counts_and_so_does_its_place() => Laws.Hold(200, 24, steps =>
    {
        var letters = steps.Select(step => (char)('!' + new Dice(step).Next(90))).ToArray();
        for (var at = 0; at < letters.Length; at++)
        {
            var other = letters.ToArray();
            other[at]++;
            Assert.NotEqual(Partitioner.Of(letters, int.MaxValue), Partitioner.Of(other, int.MaxValue));
        }

        Assert.NotEqual(Partitioner.Of([.. letters, 'a', 'b'], int.MaxValue), Partitioner.Of([.. letters, 'b', 'a'], int.MaxValue));
    });

    [Fact]
    public void A_partition_is_one_of_those_there_are() => Laws.Hold(200, 40, steps =>
    {
        foreach (var step in steps)
        {
            var dice = new Dice(step);
            var partitions = 1 + dice.Next(100_000);
            var prefix = new Prefix(AddressFamily.IPv6, (ulong)dice.Next(int.MaxValue) << 33, (ulong)dice.Next(int.MaxValue), dice.Next(129));
            Assert.InRange(Partitioner.Of(prefix, partitions), 0, partitions - 1);
            Assert.InRange(Partitioner.Of(prefix.ToString(), partitions), 0, partitions - 1);
        }
    });

    static Prefix Ipv6(ulong high, ulong low) => new(AddressFamily.IPv6, high, low, 128);
}
