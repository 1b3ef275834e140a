using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Evaluation;

/// <summary>A rule that is evaluated, and which outages it looks for; it is asked for no others.</summary>
/// <param name="Name">Its name for people and programs.</param>
/// <param name="SeesRoutes">Whether it looks at routes.</param>
/// <param name="SeesUnits">Whether it looks at whether hosts serve.</param>
/// <param name="SeesTargets">Whether it tells of single targets.</param>
/// <param name="SeesPartial">Whether it opens at losses of less than half of the routes.</param>
/// <param name="NamesCauses">Whether it says what outages are consistent with.</param>
internal sealed record ComparedRule(string Name, bool SeesRoutes, bool SeesUnits, bool SeesTargets, bool SeesPartial = true, bool NamesCauses = false)
{
    /// <summary>What it is asked for of some true outages: those that it does not look for are left out, and partial ones count neither way where it sees none.</summary>
    public IEnumerable<LabelledOutage> Asked(IEnumerable<LabelledOutage> outages) => outages
        .Where(outage => Covers(outage.Key))
        .Select(outage => outage.IsPartial && !SeesPartial ? outage with { IsAskedFor = false } : outage);

    private bool Covers(OutageKey key) => key.IsOfTarget ? SeesTargets : key.Basis == OutageBasis.Routes ? SeesRoutes : SeesUnits;
}
