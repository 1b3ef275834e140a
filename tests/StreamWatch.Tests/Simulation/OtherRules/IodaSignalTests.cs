using StreamWatch.Simulation.OtherRules;
using Xunit;

namespace StreamWatch.Tests.Simulation.OtherRules;

/// <summary>IODA's rule value by value.</summary>
public sealed class IodaSignalTests
{
    const int WarmUp = 12;

    [Theory]
    [InlineData(100, IodaLevel.Normal)]
    [InlineData(99, IodaLevel.Normal)]
    [InlineData(98, IodaLevel.Warning)]
    [InlineData(50, IodaLevel.Warning)]
    [InlineData(49, IodaLevel.Critical)]
    [InlineData(0, IodaLevel.Critical)]
    [InlineData(300, IodaLevel.Normal)]
    public void Of_routes_99_and_50_percent_of_the_median_are_the_limits(double value, IodaLevel level) => Assert.Equal(level, Warm(IodaOptions.Routes).Step(value));

    [Theory]
    [InlineData(80, IodaLevel.Normal)]
    [InlineData(79, IodaLevel.Warning)]
    [InlineData(49, IodaLevel.Critical)]
    public void Of_probing_80_and_50_percent_are(double value, IodaLevel level) => Assert.Equal(level, Warm(IodaOptions.Probing).Step(value));

    [Fact]
    public void An_outage_begins_with_one_critical_value_goes_on_while_there_is_a_warning_and_ends_with_the_first_normal_one()
    {
        var signal = Warm(IodaOptions.Routes);
        var said = new[] { 80.0, 40, 80, 98, 99, 80 }.Select(value =>
        {
            signal.Step(value);
            return signal.IsOut;
        });
        Assert.Equal([false, true, true, true, false, false], said);
    }

    [Fact]
    public void Nothing_is_said_in_the_first_hour_and_of_no_value()
    {
        var signal = new IodaSignal(IodaOptions.Routes);
        Assert.All(Enumerable.Range(0, WarmUp), i => Assert.Equal(IodaLevel.Unknown, signal.Step(i < 7 ? 100 : 0)));
        Assert.NotEqual(IodaLevel.Unknown, signal.Step(100));
        Assert.Equal((IodaLevel.Unknown, (double?)null), (signal.Step(null), signal.Ratio));
    }

    [Fact]
    public void No_value_ends_no_outage()
    {
        var signal = Warm(IodaOptions.Routes);
        signal.Step(0);
        signal.Step(null);
        Assert.True(signal.IsOut);
    }

    [Fact]
    public void Extremes_do_not_enter_the_median_until_seven_days_have_made_them_the_new_normal()
    {
        var signal = Warm(IodaOptions.Routes);
        var days7 = 7 * 24 * 12;
        Assert.All(Enumerable.Range(0, days7), _ => Assert.Equal(IodaLevel.Critical, signal.Step(10)));
        Assert.Equal(IodaLevel.Normal, signal.Step(10));
        Assert.False(signal.IsOut);
    }

    [Fact]
    public void The_median_is_that_of_the_window_without_the_value_itself() => Laws.Hold(100, 60, history =>
    {
        var options = new IodaOptions
        {
            BinWidth = TimeSpan.FromMinutes(5), History = TimeSpan.FromMinutes(35), WarmUp = TimeSpan.FromMinutes(15), WarningBelow = 0.9, ReplacedBelow = 0, ReplacedAbove = double.MaxValue,
        };
        var signal = new IodaSignal(options);
        var seen = new List<double>();
        foreach (var value in history.Select(number => 1.0 + new Dice(number).Next(20)))
        {
            signal.Step(value);
            if (seen.Count >= 3)
            {
                var window = seen.TakeLast(7).Order().ToList();
                Assert.Equal(value / window[(window.Count - 1) / 2], signal.Ratio!.Value, 12);
            }

            seen.Add(value);
        }
    });

    static IodaSignal Warm(IodaOptions options)
    {
        var signal = new IodaSignal(options);
        for (var i = 0; i < WarmUp; i++)
        {
            signal.Step(100);
        }

        return signal;
    }
}
