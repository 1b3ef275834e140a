using StreamWatch.Simulation.OtherRules;
using StreamWatch.Simulation.Series;
using Xunit;

namespace StreamWatch.Tests.Simulation.Series;

/// <summary>Rules on series of values, and how far they agree with labels.</summary>
public sealed class SeriesRulesTests
{
    static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    [Fact]
    public void Ours_opens_under_half_for_two_bins_and_closes_at_nine_tenths_for_three()
    {
        double?[] values = [.. Times(2000, 24), 900, 2000, .. Times(900, 4), 1700, 1900, 1700, .. Times(1900, 6)];
        Assert.Equal([new SeriesEvent(26, 33)], SeriesRules.Own(values, Five, isWatched: false));
    }

    [Fact]
    public void Watched_by_name_it_opens_under_nine_tenths()
    {
        double?[] values = [.. Times(2000, 24), .. Times(1700, 4), .. Times(2000, 6)];
        Assert.Empty(SeriesRules.Own(values, Five, isWatched: false));
        Assert.Equal([new SeriesEvent(24, 28)], SeriesRules.Own(values, Five, isWatched: true));
    }

    [Fact]
    public void What_is_open_reaches_to_the_end_and_no_value_decides_nothing()
    {
        double?[] values = [.. Times(1, 24), null, .. Times(0, 6), .. new double?[6]];
        Assert.Equal([new SeriesEvent(25, values.Length)], SeriesRules.Own(values, Five, isWatched: false));
    }

    [Fact]
    public void Iodas_opens_with_one_bin()
    {
        double?[] values = [.. Times(2000, 24), 900, .. Times(2000, 3)];
        Assert.Equal([new SeriesEvent(24, 25)], SeriesRules.Ioda(values, IodaOptions.Routes));
    }

    [Fact]
    public void Agreement_is_counted_bin_by_bin_and_outage_by_outage()
    {
        var series = new LabelledSeries
        {
            StartAt = DateTime.UnixEpoch, Step = Five, Signals = [], Labels = [.. Enumerable.Range(0, 100).Select(bin => bin is >= 10 and < 20 or >= 60 and < 70)],
        };
        var agreement = SeriesAgreement.Of(series, [new SeriesEvent(12, 22), new SeriesEvent(90, 100)]);
        Assert.Equal((8, 12, 12, 68), (agreement.Both, agreement.RuleOnly, agreement.LabelOnly, agreement.Neither));
        Assert.Equal((0.76, 0.25), (agreement.Bins.Value, Math.Round(agreement.Kappa!.Value, 12)));
        Assert.Equal((1, 1, 1, 2.0), (agreement.Events.Matched, agreement.Events.Missed, agreement.Events.False, agreement.Events.OnsetError!.MedianBins));
    }

    [Fact]
    public void Whoever_says_what_the_labels_say_agrees_wholly() => Laws.Hold(100, 40, history =>
    {
        var series = new LabelledSeries { StartAt = DateTime.UnixEpoch, Step = Five, Signals = [], Labels = [.. history.Select(number => number % 3 == 0), false, true] };
        var agreement = SeriesAgreement.Of(series, SeriesEvent.Of(series.Labels));
        Assert.Equal((1.0, 1.0), (agreement.Bins.Value, agreement.Kappa));
        Assert.Equal((0, 0, 0), (agreement.Events.Missed, agreement.Events.False, agreement.Events.Fragments));
    });

    static IEnumerable<double?> Times(double value, int count) => Enumerable.Repeat<double?>(value, count);
}
