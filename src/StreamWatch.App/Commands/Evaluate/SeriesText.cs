using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using StreamWatch.App.Evaluation;
using StreamWatch.App.Output;
using StreamWatch.Simulation.Series;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>How rules and the labels of a series agree, on the screen and as JSON.</summary>
internal static class SeriesText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions IndentedJson = new(Json) { WriteIndented = true, NewLine = "\n" };

    public static string Of(SeriesEvaluation evaluation)
    {
        var series = evaluation.Series;
        var labelled = series.Labels.Count(label => label);
        var rows = new List<string[]>
        {
            (string[])["", "column", "both", "rule only", "label only", "neither", "same", "kappa", "outages", "of label found", "rule only", "fragments", "onset, min", "end, min"],
        };
        rows.AddRange(evaluation.Rows.Select(row => Cells(row.Rule, row.Column, row.Agreement)));
        return string.Create(
            Culture,
            $"""
            {series.Labels.Count:N0} bins of {series.Step.TotalSeconds:0} s from {series.StartAt:yyyy-MM-dd HH:mm} UTC; {labelled:N0} of them are labelled as an outage, in {SeriesEvent.Of(series.Labels).Count} stretches.
            The labels are one group's marking and no truth to the bin: what follows is agreement, not accuracy.

            {string.Join('\n', TextTable.Lines(rows, 0))}

            both … neither: bins; same: share of bins of which both say the same; kappa: agreement beyond chance (Cohen), 1 at most.
            outages: by the rule; of label found: those of the labels; onset and end: median distance to the label's.
            """);
    }

    public static string JsonOf(SeriesEvaluation evaluation) => JsonSerializer.Serialize(
        new
        {
            start_at = evaluation.Series.StartAt,
            bin_seconds = evaluation.Series.Step.TotalSeconds,
            bins = evaluation.Series.Labels.Count,
            labelled_bins = evaluation.Series.Labels.Count(label => label),
            rules = evaluation.Rows.Select(row => new
            {
                row.Rule,
                row.Column,
                row.Agreement.Both,
                row.Agreement.RuleOnly,
                row.Agreement.LabelOnly,
                row.Agreement.Neither,
                same = EvaluationJson.Share(row.Agreement.Bins),
                row.Agreement.Kappa,
                outages = new
                {
                    labelled = row.Agreement.Events.True,
                    row.Agreement.Events.Matched,
                    label_only = row.Agreement.Events.Missed,
                    rule_only = row.Agreement.Events.False,
                    row.Agreement.Events.Fragments,
                    onset_distance = row.Agreement.Events.OnsetError,
                    end_distance = row.Agreement.Events.RecoveryError,
                },
            }),
        },
        IndentedJson);

    /// <summary>A line of JSON for each outage of the labels with what a rule said of it, and each of a rule alone.</summary>
    public static IEnumerable<string> Details(SeriesEvaluation evaluation) =>
        from row in evaluation.Rows
        from pairing in row.Agreement.Pairings
        select JsonSerializer.Serialize(
            new
            {
                row.Rule,
                row.Column,
                kind = Json.PropertyNamingPolicy!.ConvertName(pairing.Kind.ToString()),
                label_from = pairing.True?.OnsetAt,
                label_to = pairing.True?.EndAt,
                found_from = pairing.Found?.OnsetAt,
                found_to = pairing.Found?.EndAt,
            },
            Json);

    private static string[] Cells(string rule, string column, SeriesAgreement agreement)
    {
        var events = agreement.Events;
        return
        [
            rule, column, Number(agreement.Both), Number(agreement.RuleOnly), Number(agreement.LabelOnly), Number(agreement.Neither),
            agreement.Bins.Value is { } same ? string.Create(Culture, $"{100 * same:0.0} %") : "-",
            agreement.Kappa?.ToString("0.00", Culture) ?? "-",
            Number(events.Matched + events.False + events.Fragments), $"{Number(events.Matched)} of {Number(events.True)}", Number(events.False), Number(events.Fragments),
            events.OnsetError?.MedianMinutes.ToString("0.0", Culture) ?? "-", events.RecoveryError?.MedianMinutes.ToString("0.0", Culture) ?? "-",
        ];
    }

    private static string Number(int number) => number.ToString("N0", Culture);
}
