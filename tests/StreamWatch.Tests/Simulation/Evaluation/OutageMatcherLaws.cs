using StreamWatch.Simulation.Evaluation;
using Xunit;
using static StreamWatch.Tests.Simulation.Evaluation.Cases;

namespace StreamWatch.Tests.Simulation.Evaluation;

/// <summary>What holds for any outages.</summary>
public sealed class OutageMatcherLaws
{
    [Fact]
    public void The_order_of_neither_matters() => Laws.Hold(300, 12, history =>
    {
        var (truth, found) = Draw(history);
        var answer = Matcher.Match(truth, found, []);
        var shuffle = new Random(history.Length);
        Assert.Equal(answer, Matcher.Match(truth.OrderBy(_ => shuffle.Next()).ToList(), found.OrderBy(_ => shuffle.Next()).ToList(), []));
    });

    [Fact]
    public void Each_outage_stands_in_one_pairing_of_its_own() => Laws.Hold(300, 12, history =>
    {
        var (truth, found) = Draw(history);
        var answer = Matcher.Match(truth, found, []);
        Assert.Equal(truth.Count, answer.Count(pairing => pairing.Kind is PairingKind.Matched or PairingKind.Missed));
        Assert.Equal(found.Count, answer.Count(pairing => pairing.Kind is PairingKind.Matched or PairingKind.False or PairingKind.Fragment));
        Assert.All(answer.Where(pairing => pairing.Kind == PairingKind.Matched), pairing => Assert.Equal(pairing.True!.Key, pairing.Found!.Key));
    });

    [Fact]
    public void Whoever_finds_exactly_what_happened_has_precision_and_recall_of_one_and_no_error() => Laws.Hold(200, 12, history =>
    {
        var (truth, _) = Draw(history);
        var perfect = truth.Select((outage, i) => Found(0, 1, outage.Key, $"found-{i}") with { OnsetAt = outage.OnsetAt, EndAt = outage.EndAt, RecoveredAt = outage.EndAt });
        var score = RowScore.Of(Matcher.Match(truth, perfect, []));
        Assert.Equal((truth.Count, 0, 0, 0), (score.Matched, score.Missed, score.False, score.Fragments));
        if (truth.Count > 0)
        {
            Assert.Equal((1.0, 1.0, 0.0, 0.0), (score.Precision.Value, score.Recall.Value, score.OnsetError!.P90Minutes, score.RecoveryError!.P90Minutes));
        }
    });

    [Fact]
    public void Whoever_finds_nothing_has_recall_of_nought_and_no_precision() => Laws.Hold(100, 12, history =>
    {
        var (truth, _) = Draw([.. history, 1]);
        var score = RowScore.Of(Matcher.Match(truth, [], []));
        Assert.Equal((0.0, (double?)null), (score.Recall.Value, score.Precision.Value));
    });

    [Fact]
    public void Everything_that_is_found_is_counted() => Laws.Hold(300, 12, history =>
    {
        var (truth, found) = Draw([.. history, 1, 2]);
        var all = RowScore.Of(Matcher.Match(truth, found, []));
        var fewer = RowScore.Of(Matcher.Match(truth, found.SkipLast(1), []));
        Assert.InRange(all.Matched + all.False + all.Fragments, fewer.Matched + fewer.False + fewer.Fragments + 1, int.MaxValue);
    });

    /// <summary>True outages that do not touch, as truth has them, and anything found, all on minutes.</summary>
    static (List<LabelledOutage> Truth, List<FoundOutage> Found) Draw(int[] history)
    {
        var truth = new List<LabelledOutage>();
        var found = new List<FoundOutage>();
        foreach (var (number, i) in history.Select((number, i) => (number, i)))
        {
            var dice = new Dice(number);
            var key = dice.Of(GroupByUnits, AsnByRoutes, Target);
            var start = (i * 100) + dice.Next(40);
            truth.Add(True(start, start + 10 + dice.Next(40), key));
            for (var more = dice.Next(3); more > 0; more--)
            {
                var onset = (i * 100) + dice.Next(90);
                found.Add(Found(onset, onset + 1 + dice.Next(150), dice.Of(key, key, GroupByUnits), $"found-{i}-{more}"));
            }
        }

        return (truth, found);
    }
}
