using StreamWatch.Domain.Detection;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Buckets;
using Xunit;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>What all buckets do next depends on what each said, and on nothing else.</summary>
public sealed class BinLeadTests
{
    // 12 bins of a baseline, so that some are left out.
    static readonly DetectionOptions _options = new() { BaselineWindow = TimeSpan.FromHours(1) };

    [Fact]
    public void The_steps_are_the_same_however_the_words_of_the_buckets_come_in_between() => Laws.Hold(300, 30, history =>
    {
        var words = WrittenWords.Of(history, Buckets(history));
        var inTurn = Steps(words, new Dice(1));
        Assert.Equal(BinStep.Types.Kind.End, inTurn[^1].Kind);
        Assert.Equal(inTurn, Steps(words, new Dice(history.Length + 2)));
        Assert.Equal(inTurn, Steps([.. words.Reverse()], new Dice(history.Length + 3), reversed: true));
    });

    [Fact]
    public void Every_bin_of_which_a_bucket_speaks_is_closed_once_and_in_order() => Laws.Hold(300, 30, history =>
    {
        var words = WrittenWords.Of(history, Buckets(history));
        List<long> closed = [.. Steps(words, new Dice(history.Length)).Where(step => step.Kind == BinStep.Types.Kind.Bin).Select(step => step.Bin)];
        Assert.Equal(closed.Distinct().Order(), closed);
        Assert.Subset(closed.ToHashSet(), words.SelectMany(said => said).SelectMany(word => word.Bins).Select(bin => bin.Bin).ToHashSet());
    });

    [Fact]
    public void A_word_that_cannot_be_is_refused_and_changes_nothing()
    {
        var lead = new BinLead(_options, 2);
        var bin = new BinActivity { Bin = 5, Views = { new View { Collector = "rrc00", PeerAsn = 1 } }, Loads = { new RibLoad { View = 0, Families = 1 } } };
        Assert.Empty(lead.Take(1, new BucketActivity { UpToBin = 6, Bins = { bin } }).Steps);

        Assert.Throws<ContractException>(() => lead.Take(0, new BucketActivity { UpToBin = 6, Bins = { new BinActivity { Bin = 5, Loads = { new RibLoad { View = 0 } } } } }));
        Assert.Throws<ContractException>(() => lead.Take(1, new BucketActivity { UpToBin = 6, Bins = { bin } }));
        var step = Assert.Single(lead.Take(0, new BucketActivity { UpToBin = 6 }).Steps);
        Assert.Equal((5, 1, 1), (step.Bin, step.Views.Count, step.Loads.Count));
    }

    internal static int Buckets(int[] history) => 1 + (history.Length % 4);

    /// <summary>The steps that these words give, taken in some order that keeps the order of each bucket.</summary>
    internal static List<BinStep> Steps(IReadOnlyList<IReadOnlyList<BucketActivity>> words, Dice dice, bool reversed = false)
    {
        var lead = new BinLead(_options, words.Count);
        var taken = new int[words.Count];
        var steps = new List<BinStep>();
        while (Enumerable.Range(0, words.Count).Where(at => taken[at] < words[at].Count).ToList() is { Count: > 0 } left)
        {
            var at = left[dice.Next(left.Count)];
            steps.AddRange(lead.Take(reversed ? words.Count - 1 - at : at, words[at][taken[at]++]).Steps);
        }

        return steps;
    }
}
