using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;
using Xunit;

namespace StreamWatch.Tests.Domain.Outages;

public sealed class AsnSignalTests
{
    static readonly DetectionOptions Options = new() { AsnBin = TimeSpan.FromHours(1), WarmUpBins = 4, BaselineWindow = TimeSpan.FromHours(9), RebaselineAfter = TimeSpan.FromHours(20) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_decides_what_the_rules_say(bool watched) => Laws.Hold(400, 150, history =>
    {
        var options = history.Length == 0 ? Options : Options with { OpenBins = 1 + (history[0] % 3), CloseBins = 1 + (history[0] / 3 % 4) };
        var signal = new AsnSignal(options, watched);
        var slow = new SlowSignal(options, watched);
        var mood = 0;
        for (var i = 0; i < history.Length; i++)
        {
            var dice = new Dice(history[i]);

            // Moods last, so that runs come about: well, bad, mixed.
            mood = dice.Next(6) == 0 ? dice.Next(3) : mood;
            var visibility = mood switch
            {
                0 => dice.Of(1.0, 1.0, 0.995, 0.95, 0.92),
                1 => dice.Of(0, 0.1, 0.4, 0.3, 0.88),
                _ => dice.Of(1.0, 0.0, 0.7, 0.85, 0.91, 0.49, 0.51),
            };
            var sample = Sample(visibility, known: dice.Of(100, 100, 100, 100, 100, 100, 95, 70, 30, 0), views: dice.Of(20, 20, 20, 20, 20, 20, 20, 3));
            var open = signal.Open;
            Assert.Equal(slow.Step(1000 + i, sample, 3), signal.Step(1000 + i, sample, 3));
            Assert.Equal(slow.Open is null, signal.Open is null);
            if (signal.Open is { } now)
            {
                var (onset, detected, severity, min) = slow.Open!.Value;
                Assert.Equal((onset, detected, severity, min), (now.OnsetBin, now.DetectedBin, now.Severity, now.MinVisibility));
                Assert.Null(now.RecoveredBin);
                Assert.True(open is null || open.Baseline == now.Baseline);
            }
            else if (open?.RecoveredBin is { } recovered)
            {
                Assert.Equal(slow.RecoveredBin, recovered);
            }
        }
    });

    [Fact]
    public void A_bin_that_too_few_views_could_judge_breaks_a_run()
    {
        var signal = new AsnSignal(Options, watched: false);
        for (var bin = 0; bin < 5; bin++)
        {
            signal.Step(bin, Sample(1, 100, 20), 3);
        }

        Assert.Equal((BinState.Critical, SignalChange.None), signal.Step(5, Sample(0, 100, 20), 3));
        signal.Step(6, Sample(1, 100, views: 2), 3);
        Assert.Equal((BinState.Critical, SignalChange.None), signal.Step(7, Sample(0, 100, 20), 3));
        Assert.Equal((BinState.Critical, SignalChange.Opened), signal.Step(8, Sample(0, 100, 20), 3));
        Assert.Equal(7, signal.Open!.OnsetBin);
    }

    [Fact]
    public void What_the_change_of_the_views_explains_is_unknown()
    {
        var signal = new AsnSignal(Options, watched: true);
        for (var bin = 0; bin < 5; bin++)
        {
            signal.Step(bin, Sample(0.5, 100, 20), 3, expected: null);
        }

        Assert.Equal(BinState.Unknown, signal.Step(5, Sample(0, 100, 10), 3, expected: 0.0).State);
        Assert.Equal(BinState.Unknown, signal.Step(6, Sample(0.4, 100, 10), 3, expected: 0.4).State);
        Assert.Equal(BinState.Critical, signal.Step(7, Sample(0.1, 100, 10), 3, expected: 0.4).State);
        Assert.Equal(BinState.Normal, signal.Step(8, Sample(0.5, 100, 10), 3, expected: 0.1).State);
    }

    static VisibilitySample Sample(double visibility, int known, int views) =>
        new(100, known, visibility * known, visibility * known, 0, 0, 0, 0, views, views);
}
