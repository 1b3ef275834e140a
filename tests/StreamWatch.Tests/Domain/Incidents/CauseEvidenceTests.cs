using StreamWatch.Domain.Incidents;
using Xunit;

namespace StreamWatch.Tests.Domain.Incidents;

/// <summary>The likelihoods that causes are judged by are likelihoods, and say what they are meant to.</summary>
public sealed class CauseEvidenceTests
{
    static readonly Cause[] Causes = [Cause.NetworkStress, Cause.Shutdown, Cause.UpstreamOrCableCut, Cause.PowerLoss, Cause.RoutingMisconfiguration, Cause.Unexplained];

    /// <summary>Of each sign an example of every outcome.</summary>
    static readonly Dictionary<string, Signs[]> Outcomes = new()
    {
        ["hosts"] = [new() { HostsFailed = true }, new() { HostsFailed = false }],
        ["ramp"] = [new() { Ramp = RampKind.Delay }, new() { Ramp = RampKind.Loss }, new() { Ramp = RampKind.None }],
        ["hour"] = [new() { MinutesOffHour = 0 }, new() { MinutesOffHour = 7 }],
        ["places"] = [new() { FromSomePlaces = 1 }, new() { FromSomePlaces = 0 }],
        ["routers"] = [new() { RoutersAnswered = 1 }, new() { RoutersAnswered = 0 }],
        ["errors"] = [new() { AnsweredWithErrors = 0.5 }, new() { AnsweredWithErrors = 0 }],
        ["origin"] = [new() { RoutesMoved = 0.5 }, new() { RoutesMoved = 0 }],
        ["slow return"] = [new() { SlowReturn = 0.5 }, new() { SlowReturn = 0 }],
        ["meanwhile"] = [new() { SlowMeanwhile = 0.5 }, new() { SlowMeanwhile = 0 }],
        ["return"] = [new() { ReturnMinutes = 0 }, new() { ReturnMinutes = 40 }],
        ["routes"] =
        [
            new() { LeastRoutes = 1 },
            new() { LeastRoutes = 0, RoutesSplit = 0, RoutesLagMinutes = 0 },
            new() { LeastRoutes = 0, RoutesSplit = 0, RoutesLagMinutes = 4 },
            new() { LeastRoutes = 0, RoutesSplit = 0, RoutesLagMinutes = 30 },
            new() { LeastRoutes = 0.6, RoutesSplit = 0 },
            new() { LeastRoutes = 0.3, RoutesSplit = 1 },
        ],
    };

    [Fact]
    public void Under_every_cause_the_outcomes_of_a_sign_sum_up_to_one()
    {
        foreach (var (sign, outcomes) in Outcomes)
        {
            var found = outcomes.Select(signs => Assert.Single(CauseEvidence.Of(signs))).ToList();
            Assert.Equal(outcomes.Length, found.Select(evidence => evidence.Words).Distinct().Count());
            Assert.All(Causes, cause => Assert.True(Math.Abs(1 - found.Sum(evidence => evidence.Under(cause))) < 1e-9, $"{sign} under {cause}"));
        }
    }

    [Fact]
    public void How_long_the_fall_took_is_two_outcomes_and_says_nothing_after_a_ramp()
    {
        var atOnce = CauseEvidence.Of(new Signs { Ramp = RampKind.None, FallMinutes = 1 })[1];
        var staggered = CauseEvidence.Of(new Signs { Ramp = RampKind.None, FallMinutes = 20 })[1];
        Assert.All(Causes, cause => Assert.Equal(1, atOnce.Under(cause) + staggered.Under(cause), 1e-9));
        Assert.Single(CauseEvidence.Of(new Signs { Ramp = RampKind.Delay, FallMinutes = 20 }));
    }

    [Fact]
    public void Nothing_known_gives_the_priors_and_names_no_evidence()
    {
        var causes = CauseJudge.Judge(new Signs());
        Assert.All(causes, cause => Assert.Empty(cause.Evidence));
        Assert.Equal(1, causes.Sum(cause => cause.Probability), 1e-9);
        Assert.Equal(Cause.Unexplained, causes[^1].Cause);
    }

    [Fact]
    public void Probabilities_sum_up_to_one_whatever_was_found()
    {
        var dice = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            double? Draw(double from, double to) => dice.Next(3) == 0 ? null : from + ((to - from) * dice.NextDouble());
            var causes = CauseJudge.Judge(new Signs
            {
                HostsFailed = dice.Next(3) switch { 0 => null, 1 => true, _ => false },
                Ramp = dice.Next(4) switch { 0 => null, var kind => (RampKind)(kind - 1) },
                FallMinutes = Draw(0, 30),
                AnsweredWithErrors = Draw(0, 1),
                FromSomePlaces = Draw(0, 1),
                RoutersAnswered = Draw(0, 1),
                ReturnMinutes = Draw(0, 100),
                LeastRoutes = Draw(0, 1),
                RoutesSplit = Draw(0, 1),
                RoutesLagMinutes = Draw(-5, 20),
                MinutesOffHour = Draw(-15, 15),
            });
            Assert.Equal(1, causes.Sum(cause => cause.Probability), 1e-9);
            Assert.Equal(Causes.Order(), causes.Select(cause => cause.Cause).Order());
            Assert.Equal(causes.OrderByDescending(cause => cause.Probability), causes);
        }
    }

    [Fact]
    public void The_textbook_case_of_each_cause_is_named_for_it()
    {
        var dark = new Signs { HostsFailed = true, FromSomePlaces = 0, AnsweredWithErrors = 0, FallMinutes = 1 };
        Assert.Equal(Cause.NetworkStress, First(dark with { Ramp = RampKind.Delay, LeastRoutes = 0, RoutesSplit = 0, RoutesLagMinutes = 8, ReturnMinutes = 30 }));
        Assert.Equal(Cause.Shutdown, First(dark with { Ramp = RampKind.None, LeastRoutes = 0, RoutesSplit = 0, RoutesLagMinutes = 1, MinutesOffHour = 0, ReturnMinutes = 1 }));
        Assert.Equal(Cause.UpstreamOrCableCut, First(dark with { Ramp = RampKind.None, LeastRoutes = 0, RoutesSplit = 0, RoutesLagMinutes = 1, MinutesOffHour = 11, ReturnMinutes = 1 }));
        Assert.Equal(Cause.PowerLoss, First(dark with { Ramp = RampKind.None, LeastRoutes = 1, MinutesOffHour = 11, ReturnMinutes = 45 }));
        Assert.Equal(Cause.RoutingMisconfiguration, First(dark with { Ramp = RampKind.None, LeastRoutes = 0.4, RoutesSplit = 1, FromSomePlaces = 1, MinutesOffHour = 11, ReturnMinutes = 1 }));
    }

    static Cause First(Signs signs) => CauseJudge.Judge(signs)[0].Cause;
}
