using StreamWatch.Domain.Incidents;
using StreamWatch.Simulation.Evaluation;
using Xunit;
using static StreamWatch.Tests.Simulation.Evaluation.Cases;

namespace StreamWatch.Tests.Simulation.Evaluation;

/// <summary>Brier's score and the calibration error by values.</summary>
public sealed class CalibrationTests
{
    [Fact]
    public void Briers_score_is_nought_where_sure_and_right_and_two_where_sure_and_wrong()
    {
        Assert.Equal(0, Outcome(Cause.Shutdown, (Cause.Shutdown, 1)).Brier);
        Assert.Equal(2, Outcome(Cause.Shutdown, (Cause.PowerLoss, 1)).Brier);
        Assert.Equal(1, Outcome(Cause.Shutdown).Brier);
        Assert.Equal(0.36 + 0.25 + 0.01, Outcome(Cause.Shutdown, (Cause.PowerLoss, 0.5), (Cause.Shutdown, 0.4), (Cause.Unexplained, 0.1)).Brier, 12);
    }

    [Fact]
    public void The_error_is_the_distance_of_each_bin_by_its_count()
    {
        // Two at 0.85, one right: 0.35 apart; two at 0.6, both right: 0.4 apart.
        var calibration = Calibration.Of(
        [
            Outcome(Cause.Shutdown, (Cause.Shutdown, 0.85)), Outcome(Cause.Shutdown, (Cause.PowerLoss, 0.85)),
            Outcome(Cause.PowerLoss, (Cause.PowerLoss, 0.6)), Outcome(Cause.PowerLoss, (Cause.PowerLoss, 0.6)),
        ])!;
        Assert.Equal(0.375, calibration.Error, 12);
        Assert.Equal([new CalibrationBin(0.6, 2, 0.6, 1), new CalibrationBin(0.8, 2, 0.85, 0.5)], calibration.Curve);
        Assert.InRange(calibration.Error, calibration.Error95.Low, calibration.Error95.High);
    }

    [Fact]
    public void Sure_and_always_right_is_perfectly_calibrated_and_belongs_to_the_last_bin()
    {
        var calibration = Calibration.Of([.. Enumerable.Repeat(Outcome(Cause.Shutdown, (Cause.Shutdown, 1)), 5)])!;
        Assert.Equal((0.0, (0.0, 0.0), 0.0), (calibration.Error, calibration.Error95, calibration.Brier));
        Assert.Equal(0.9, Assert.Single(calibration.Curve).From, 12);
    }

    [Fact]
    public void The_interval_is_the_same_every_time_and_narrows_with_more_incidents()
    {
        CauseOutcome[] few = [Outcome(Cause.Shutdown, (Cause.Shutdown, 0.7)), Outcome(Cause.PowerLoss, (Cause.Shutdown, 0.7)), Outcome(Cause.Shutdown, (Cause.Shutdown, 0.9))];
        var once = Calibration.Of(few)!;
        Assert.Equal((once.Error95, once.Brier95), (Calibration.Of(few)!.Error95, Calibration.Of(few)!.Brier95));
        var many = Calibration.Of([.. Enumerable.Repeat(few, 20).SelectMany(outcomes => outcomes)])!;
        Assert.True(many.Error95.High - many.Error95.Low < once.Error95.High - once.Error95.Low);
    }

    [Fact]
    public void Of_none_there_is_none() => Assert.Null(Calibration.Of([]));

    static CauseOutcome Outcome(Cause cause, params (Cause Cause, double Probability)[] said) =>
        new("folder", "incident-1", cause, [.. said.Select(one => Says(one.Cause, one.Probability))]);
}
