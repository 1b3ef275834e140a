using Google.Protobuf;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>What buckets say of their bins, read off a history: the words of each in order, the last of which says that it has ended.</summary>
static class WrittenWords
{
    public static List<BucketActivity>[] Of(int[] history, int buckets)
    {
        var upTo = new long[buckets];
        var views = new int[buckets];
        List<BucketActivity>[] words = [.. Enumerable.Range(0, buckets).Select(_ => new List<BucketActivity>())];
        foreach (var number in history)
        {
            var dice = new Dice(number);
            var bucket = dice.Next(buckets);
            var end = upTo[bucket] + 1 + (dice.Next(6) == 0 ? dice.Next(60) : dice.Next(4));
            var word = new BucketActivity { UpToBin = end };
            for (var bin = upTo[bucket]; bin < end; bin++)
            {
                if (dice.Next(3) == 0)
                {
                    word.Bins.Add(Bin(ref dice, bin, ref views[bucket]));
                }
            }

            upTo[bucket] = end;
            words[bucket].Add(word);
        }

        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var dice = new Dice(history.Length + bucket);
            var word = new BucketActivity { UpToBin = upTo[bucket], HasEnded = true };
            for (var bin = upTo[bucket]; dice.Next(3) > 0; bin += 1 + dice.Next(30))
            {
                word.Bins.Add(Bin(ref dice, bin, ref views[bucket]));
            }

            words[bucket].Add(word);
        }

        return words;
    }

    static BinActivity Bin(ref Dice dice, long number, ref int views)
    {
        var bin = new BinActivity { Bin = number };
        for (var left = dice.Next(3); left > 0; left--, views++)
        {
            bin.Views.Add(new View
            {
                Collector = dice.Of("rrc00", "route-views2"),
                PeerAsn = dice.Of(23456u, 1u, 2u),
                PeerAddress = ByteString.CopyFrom(10, 0, 0, (byte)dice.Next(4)),
            });
        }

        for (var left = dice.Next(3); left > 0; left--)
        {
            var first = (number * 300_000_000) + dice.Next(200_000_000);
            bin.Slots.Add(new CollectorSlot { Collector = dice.Of("rrc00", "route-views2"), FirstMicros = first, LastMicros = first + dice.Next(1_000_000), Count = 1 + (uint)dice.Next(9) });
        }

        for (var left = views == 0 ? 0 : dice.Next(3); left > 0; left--)
        {
            bin.Loads.Add(new RibLoad { Part = (uint)dice.Next(2), View = (uint)dice.Next(views), Families = (uint)dice.Next(4) });
        }

        return bin;
    }
}
