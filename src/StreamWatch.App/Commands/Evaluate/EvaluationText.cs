using System.Globalization;
using System.Text;
using StreamWatch.App.Evaluation;
using StreamWatch.App.Incidents;
using StreamWatch.App.Output;
using StreamWatch.Domain.Incidents;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>An evaluation on the screen.</summary>
internal static class EvaluationText
{
    private const int Indent = 2;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Of(IReadOnlyList<EvaluatedRule> rules)
    {
        var ours = rules[0];
        var text = new StringBuilder();
        text.AppendLine(Culture, $"{ours.Folders.Count:N0} folders of {ours.Scenarios.Count:N0} scenarios. Shares with 95 % intervals (Wilson); docs/evaluation.md says what counts.").AppendLine();
        Section(text, "Outages of networks, groups and countries", Rows(rules.Where(rule => rule.Rule is { SeesRoutes: true, SeesUnits: true }), rule => rule.Outages));
        Section(text, "  by routes", Rows(rules.Where(rule => rule.Rule.SeesRoutes), rule => rule.Routes));
        Section(text, "  by hosts", Rows(rules.Where(rule => rule.Rule.SeesUnits), rule => rule.Units));
        Section(text, "Incidents: any row of it, of those that the rule looks for", Incidents(rules));
        Section(text, "Single targets, no part of the above", Rows(rules.Where(rule => rule.Rule.SeesTargets), rule => rule.Targets));
        Section(text, "Times: median and 90th percentile, minutes (bins)", Times(rules));
        Causes(text, ours);
        Section(text, "By scenario, StreamWatch", Scenarios(ours));
        return text.ToString().TrimEnd();
    }

    private static void Section(StringBuilder text, string title, List<string[]> rows)
    {
        text.AppendLine(title);
        foreach (var line in TextTable.Lines(rows, Indent))
        {
            text.AppendLine(line);
        }

        text.AppendLine();
    }

    private static List<string[]> Rows(IEnumerable<EvaluatedRule> rules, Func<EvaluatedRule, RowScore> score) =>
    [
        ["", "true", "found", "missed", "false", "fragments", "excused", "not asked", "precision", "recall"],
        .. rules.Select(rule => Row(rule.Rule.Name, score(rule))),
    ];

    private static string[] Row(string name, RowScore score) =>
    [
        name, Number(score.True), Number(score.Matched), Number(score.Missed), Number(score.False), Number(score.Fragments), Number(score.Excused),
        Number(score.NotAskedFor), Percent(score.Precision), Percent(score.Recall),
    ];

    private static List<string[]> Incidents(IReadOnlyList<EvaluatedRule> rules) =>
    [
        ["", "true", "found", "false", "told as several", "precision", "recall"],
        .. rules.Select(rule => new[]
        {
            rule.Rule.Name, Number(rule.IncidentRecall.Of), Number(rule.IncidentRecall.Count), Number(rule.IncidentPrecision.Of - rule.IncidentPrecision.Count),
            Number(rule.SplitIncidents), Percent(rule.IncidentPrecision), Percent(rule.IncidentRecall),
        }),
    ];

    private static List<string[]> Times(IReadOnlyList<EvaluatedRule> rules) =>
    [
        ["", "onset error", "onset bias", "recovery error", "recovery bias", "not closed", "known after onset", "known after rule held"],
        .. rules.SelectMany(rule => new[] { (Name: $"{rule.Rule.Name}, routes", Score: rule.Routes), (Name: $"{rule.Rule.Name}, hosts", Score: rule.Units) })
            .Where(row => row.Score.Matched > 0)
            .Select(row => new[]
            {
                row.Name, Span(row.Score.OnsetError), Span(row.Score.OnsetBias), Span(row.Score.RecoveryError), Span(row.Score.RecoveryBias), Number(row.Score.NeverClosed),
                Span(row.Score.DelayFromTruth), Span(row.Score.DelayFromRule),
            }),
    ];

    private static List<string[]> Scenarios(EvaluatedRule rule) =>
    [
        ["", "folders", "true", "found", "missed", "false", "fragments", "excused"],
        .. rule.Scenarios.Select(row => new[]
        {
            row.Scenario, Number(row.Folders), Number(row.Outages.True), Number(row.Outages.Matched), Number(row.Outages.Missed), Number(row.Outages.False),
            Number(row.Outages.Fragments), Number(row.Outages.Excused),
        }),
    ];

    private static void Causes(StringBuilder text, EvaluatedRule rule)
    {
        if (rule.Calibration is not { } calibration)
        {
            return;
        }

        text.AppendLine(Culture, $"Causes of {rule.Causes.Count:N0} incidents that were found")
            .AppendLine(Culture, $"  first cause right  {Percent(rule.FirstCauseRight)}")
            .AppendLine(Culture, $"  Brier score        {calibration.Brier:0.000} [{calibration.Brier95.Low:0.000}, {calibration.Brier95.High:0.000}] (0 sure and right, 2 sure and wrong)")
            .AppendLine(Culture, $"  calibration error  {calibration.Error:0.000} [{calibration.Error95.Low:0.000}, {calibration.Error95.High:0.000}] (expected, ten bins, bootstrap of {Calibration.Resamples:N0})")
            .AppendLine();
        var said = rule.Causes.Select(outcome => outcome.First).Union(rule.Causes.Select(outcome => (Cause?)outcome.True)).Order().ToList();
        Section(text, "  true cause below, named first across",
        [
            ["", .. said.Select(Word)],
            .. rule.Causes.GroupBy(outcome => outcome.True).OrderBy(row => row.Key).Select(row =>
                (string[])[CauseWords.Name(row.Key), .. said.Select(cause => Number(row.Count(outcome => outcome.First == cause)))]),
        ]);
        Section(text, "  probability of the first cause, and how often it was right",
        [
            ["", "incidents", "mean probability", "right"],
            .. calibration.Curve.Select(bin => new[]
            {
                string.Create(Culture, $"{bin.From:0.0} to {bin.From + 0.1:0.0}"), Number(bin.Count), bin.MeanConfidence.ToString("0.00", Culture), bin.HitRate.ToString("0.00", Culture),
            }),
        ]);
    }

    private static string Word(Cause? cause) => cause is { } known ? CauseWords.Name(known) : "(none)";

    private static string Number(int number) => number.ToString("N0", Culture);

    private static string Percent(Share share) => share is { Value: { } value, Wilson95: { } interval }
        ? string.Create(Culture, $"{100 * value:0.0} % [{100 * interval.Low:0.0}, {100 * interval.High:0.0}]")
        : "-";

    private static string Span(Spread? spread) => spread is null
        ? "-"
        : string.Create(Culture, $"{spread.MedianMinutes:0.0} ({spread.MedianBins:0.0}), {spread.P90Minutes:0.0} ({spread.P90Bins:0.0})");
}
