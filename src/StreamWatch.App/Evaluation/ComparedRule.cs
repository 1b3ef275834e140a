using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Evaluation;

/// <summary>A rule that is evaluated, and which outages it looks for; it is asked for no others.</summary>
/// <param name="Name">Its name for people and programs.</param>
/// <param name="SeesRoutes">Whether it looks at routes.</param>
/// <param name="SeesUnits">Whether it looks at whether hosts serve.</param>
/// <param name="SeesTargets">Whether it tells of single targets.</param>
/// <param name="NamesCauses">Whether it says what outages are consistent with.</param>
internal sealed record ComparedRule(string Name, bool SeesRoutes, bool SeesUnits, bool SeesTargets, bool NamesCauses = false)
{
    public bool Covers(OutageKey key) => key.IsOfTarget ? SeesTargets : key.Basis == OutageBasis.Routes ? SeesRoutes : SeesUnits;
}
