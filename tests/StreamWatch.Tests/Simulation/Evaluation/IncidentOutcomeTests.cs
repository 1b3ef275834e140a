using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Simulation.Evaluation;
using Xunit;
using static StreamWatch.Tests.Simulation.Evaluation.Cases;

namespace StreamWatch.Tests.Simulation.Evaluation;

/// <summary>Incidents, which are found with any of their rows, and their causes.</summary>
public sealed class IncidentOutcomeTests
{
    static readonly OutageKey Country = new(new Entity(EntityType.Country, "KP"), OutageBasis.Units);

    [Fact]
    public void Any_row_finds_an_incident_and_its_widest_row_tells_the_cause()
    {
        LabelledOutage[] truth = [True(100, 140, incident: "i"), True(100, 140, Country, "i"), True(100, 140, AsnByRoutes, "i")];
        var outcome = Judge(
            truth,
            [Found(100, 140, incident: "a") with { Causes = [Says(Cause.PowerLoss, 1)] }, Found(100, 140, Country, incident: "a") with { Causes = [Says(Cause.Shutdown, 1)] }],
            new LabelledIncident("i", Cause.Shutdown));
        Assert.Equal((1, 1, 0, 1, 1), (outcome.True, outcome.TrueFound, outcome.Split, outcome.Found, outcome.FoundTrue));
        Assert.True(Assert.Single(outcome.Causes).IsRight);
    }

    [Fact]
    public void An_incident_told_as_two_is_found_once_and_split()
    {
        var outcome = Judge([True(100, 140, incident: "i"), True(100, 140, AsnByRoutes, "i")], [Found(100, 140), Found(100, 140, AsnByRoutes)], new LabelledIncident("i", Cause.Shutdown));
        Assert.Equal((1, 1, 1, 2, 2), (outcome.True, outcome.TrueFound, outcome.Split, outcome.Found, outcome.FoundTrue));
    }

    [Fact]
    public void What_is_false_is_a_false_incident_and_a_fragment_alone_too()
    {
        var outcome = Judge([True(100, 200, incident: "i")], [Found(100, 180), Found(190, 200), Found(400, 410)], new LabelledIncident("i", Cause.Shutdown));
        Assert.Equal((1, 1, 3, 1), (outcome.True, outcome.TrueFound, outcome.Found, outcome.FoundTrue));
    }

    [Fact]
    public void An_outage_that_stands_alone_is_an_incident_without_a_cause_and_targets_are_none()
    {
        var outcome = Judge([True(100, 140, AsnByRoutes), True(200, 240, AsnByRoutes), True(1, 9, Target)], [Found(100, 140, AsnByRoutes), Found(2, 9, Target), Found(50, 60, Target)]);
        Assert.Equal((2, 1, 1, 1), (outcome.True, outcome.TrueFound, outcome.Found, outcome.FoundTrue));
        Assert.Empty(outcome.Causes);
    }

    [Fact]
    public void No_cause_named_is_a_wrong_one()
    {
        var outcome = Assert.Single(Judge([True(100, 140, incident: "i")], [Found(100, 140)], new LabelledIncident("i", Cause.Shutdown)).Causes);
        Assert.Equal((null, false, 0.0, 1.0), (outcome.First, outcome.IsRight, outcome.Confidence, outcome.Brier));
    }

    static IncidentOutcome Judge(LabelledOutage[] truth, FoundOutage[] found, params LabelledIncident[] incidents) =>
        IncidentOutcome.Of(Folder(truth, incidents), Matcher.Match(truth, found, []));
}
