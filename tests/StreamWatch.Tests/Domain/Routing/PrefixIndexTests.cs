using StreamWatch.Domain.Routing;
using Xunit;

namespace StreamWatch.Tests.Domain.Routing;

public sealed class PrefixIndexTests
{
    [Fact]
    public void It_numbers_prefixes_in_the_order_they_are_met() => Laws.Hold(50, 3000, history =>
    {
        var index = new PrefixIndex();
        var reference = new Dictionary<Prefix, int>();
        foreach (var step in history)
        {
            var dice = new Dice(step);
            var prefix = dice.Next(3) == 0
                ? new Prefix(AddressFamily.IPv6, ((ulong)dice.Next(1 << 12) << 48) | (uint)dice.Next(4), 0, 16 + dice.Next(113))
                : Prefix.IPv4((uint)dice.Next(1 << 12) << 20, dice.Next(33));
            Assert.Equal(reference.GetValueOrDefault(prefix, -1), index.Find(prefix));
            if (reference.TryAdd(prefix, reference.Count))
            {
                Assert.Equal(reference[prefix], index.Add(prefix));
            }
        }

        Assert.Equal(reference.Count, index.Count);
        Assert.All(reference, pair => Assert.Equal(pair.Key, index[pair.Value]));
    });

    [Fact]
    public void Every_slash_24_of_a_slash_8_is_found_again()
    {
        var index = new PrefixIndex();
        for (var i = 0; i < 1 << 16; i++)
        {
            index.Add(Prefix.IPv4((10u << 24) | ((uint)i << 8), 24));
        }

        for (var i = 0; i < 1 << 16; i++)
        {
            Assert.Equal(i, index.Find(Prefix.IPv4((10u << 24) | ((uint)i << 8), 24)));
        }

        Assert.Equal(-1, index.Find(Prefix.IPv4(11u << 24, 24)));
    }
}
