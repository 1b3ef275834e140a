using Google.Protobuf;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Buckets;
using Xunit;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>Words and steps that are cut say the same, and no part of them is larger than it may be.</summary>
public sealed class ActivityPartsTests
{
    /// <summary>Bytes of the numbers that a bin, a step or a word begins with.</summary>
    const int HeadBytes = 64;

    [Fact]
    public void Words_that_are_cut_close_the_same_bins() => Laws.Hold(300, 30, history =>
    {
        var words = WrittenWords.Of(history, BinLeadTests.Buckets(history));
        var cut = words.Select(said => said.SelectMany(word => ActivityParts.Of(word, Bytes(history))).ToList()).ToList();
        Assert.All(cut.SelectMany(said => said), word => Assert.InRange(word.CalculateSize(), 0, Bytes(history) + HeadBytes));
        Assert.Equal(Closed(words, history), Closed(cut, history));
    });

    [Fact]
    public void Steps_that_are_cut_are_the_same_when_they_are_put_together() => Laws.Hold(300, 30, history =>
    {
        var next = new NextSteps { Steps = { BinLeadTests.Steps(WrittenWords.Of(history, BinLeadTests.Buckets(history)), new Dice(1)) } };
        var parts = ActivityParts.Of(next, Bytes(history)).ToList();
        Assert.All(parts, part => Assert.InRange(part.CalculateSize(), 0, Bytes(history) + HeadBytes));

        var whole = new List<BinStep>();
        var goesOn = false;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Steps.Count; i++)
            {
                if (i == 0 && goesOn)
                {
                    whole[^1].MergeFrom(part.Steps[i]);
                }
                else
                {
                    whole.Add(part.Steps[i].Clone());
                }
            }

            goesOn = part.More;
        }

        Assert.False(goesOn);
        Assert.Equal(next.Steps, whole);
    });

    [Fact]
    public void Years_of_a_thousand_collectors_are_cut()
    {
        var next = new NextSteps();
        for (var bin = 0; bin < 300; bin++)
        {
            var step = new BinStep { Kind = BinStep.Types.Kind.Bin, Bin = bin, Until = bin + 1 };
            step.Slots.AddRange(Enumerable.Range(0, 1000).Select(at => new CollectorSlot { Collector = $"collector-{at}", FirstMicros = bin * 300_000_000L, LastMicros = long.MaxValue, Count = 9 }));
            next.Steps.Add(step);
        }

        Assert.True(next.CalculateSize() > 4 << 20);
        Assert.All(ActivityParts.Of(next, 1 << 19), part => Assert.InRange(part.ToByteArray().Length, 1, 1 << 20));
    }

    static int Bytes(int[] history) => 60 + (history.Length * 7 % 300);

    /// <summary>What is done, but for how far was gone meanwhile.</summary>
    static List<BinStep> Closed(IReadOnlyList<IReadOnlyList<BucketActivity>> words, int[] history) =>
        [.. BinLeadTests.Steps(words, new Dice(history.Length)).Where(step => step.Kind != BinStep.Types.Kind.Progress)];
}
