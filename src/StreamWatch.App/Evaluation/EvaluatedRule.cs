using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Evaluation;

/// <summary>How a rule did over all folders.</summary>
internal sealed class EvaluatedRule(ComparedRule rule, IReadOnlyList<FolderResult> folders)
{
    /// <summary>Which rule.</summary>
    public ComparedRule Rule { get; } = rule;

    public IReadOnlyList<FolderResult> Folders { get; } = folders;

    /// <summary>Outages of ASNs, groups and countries: the headline.</summary>
    public RowScore Outages { get; } = ScoreOf(folders, key => !key.IsOfTarget);

    /// <summary>Those of them by routes.</summary>
    public RowScore Routes { get; } = ScoreOf(folders, key => !key.IsOfTarget && key.Basis == OutageBasis.Routes);

    /// <summary>Those of them by whether hosts serve.</summary>
    public RowScore Units { get; } = ScoreOf(folders, key => !key.IsOfTarget && key.Basis == OutageBasis.Units);

    /// <summary>Single targets, which are no part of the headline.</summary>
    public RowScore Targets { get; } = ScoreOf(folders, key => key.IsOfTarget);

    /// <summary>Incidents found among those that happened.</summary>
    public Share IncidentRecall { get; } = new(folders.Sum(folder => folder.Incidents.TrueFound), folders.Sum(folder => folder.Incidents.True));

    /// <summary>True incidents among those that were found.</summary>
    public Share IncidentPrecision { get; } = new(folders.Sum(folder => folder.Incidents.FoundTrue), folders.Sum(folder => folder.Incidents.Found));

    /// <summary>Incidents that were told as more than one.</summary>
    public int SplitIncidents { get; } = folders.Sum(folder => folder.Incidents.Split);

    /// <summary>Of each found incident of known cause, what was said of it.</summary>
    public IReadOnlyList<CauseOutcome> Causes { get; } = rule.NamesCauses ? [.. folders.SelectMany(folder => folder.Incidents.Causes)] : [];

    /// <summary>How calibrated the causes are; null where the rule names none, or no incident of known cause was found.</summary>
    public Calibration? Calibration { get; } = rule.NamesCauses ? Calibration.Of([.. folders.SelectMany(folder => folder.Incidents.Causes)]) : null;

    /// <summary>Incidents whose first cause was the true one.</summary>
    public Share FirstCauseRight => new(Causes.Count(outcome => outcome.IsRight), Causes.Count);

    /// <summary>The headline by scenario, in order of name.</summary>
    public IReadOnlyList<(string Scenario, int Folders, RowScore Outages)> Scenarios { get; } =
    [
        .. folders.GroupBy(folder => folder.Folder.Scenario).OrderBy(scenario => scenario.Key, StringComparer.Ordinal)
            .Select(scenario => (scenario.Key, scenario.Count(), ScoreOf(scenario, key => !key.IsOfTarget))),
    ];

    private static RowScore ScoreOf(IEnumerable<FolderResult> folders, Func<OutageKey, bool> isAsked) =>
        RowScore.Of(folders.SelectMany(folder => folder.Pairings).Where(pairing => isAsked(pairing.Key)));
}
