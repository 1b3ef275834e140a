using StreamWatch.Collectors.Feeds;
using StreamWatch.Simulation.OtherRules;
using StreamWatch.Simulation.Series;

namespace StreamWatch.App.Evaluation;

/// <summary>Rules on the signals of a labelled file, beside its labels.</summary>
internal sealed class SeriesEvaluation
{
    /// <summary>Stands for an outage in any of the columns.</summary>
    public const string AnyColumn = "any of them";

    private static readonly (string Rule, Func<string, IReadOnlyList<double?>, TimeSpan, IReadOnlyList<SeriesEvent>> Events)[] Rules =
    [
        ("streamwatch", (_, values, step) => SeriesRules.Own(values, step, isWatched: false)),
        ("streamwatch, watched by name", (_, values, step) => SeriesRules.Own(values, step, isWatched: true)),
        (IodaRule.Name, (column, values, step) => SeriesRules.Ioda(values, OptionsFor(column) with { BinWidth = step })),
    ];

    private SeriesEvaluation(LabelledSeries series, IReadOnlyList<(string Rule, string Column, SeriesAgreement Agreement)> rows) => (Series, Rows) = (series, rows);

    public LabelledSeries Series { get; }

    /// <summary>Each rule on each column, and on all of them together where there are several.</summary>
    public IReadOnlyList<(string Rule, string Column, SeriesAgreement Agreement)> Rows { get; }

    /// <summary>Reads a file and has the rules decide on it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names of the signals.</param>
    /// <exception cref="FeedException">The file is not there or has faults; the message lists them with line and column.</exception>
    public static SeriesEvaluation Of(string path, IReadOnlyList<string> columns)
    {
        try
        {
            using var lines = File.OpenText(path);
            return LabelledSeriesReader.Read(path, lines, columns, out var faults) is { } series
                ? new SeriesEvaluation(series, [.. Rules.SelectMany(rule => Judge(series, rule.Rule, rule.Events))])
                : throw new FeedException(string.Join('\n', faults));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FeedException($"{path}: no such file", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not FeedException))
        {
            throw new FeedException($"{path}: {e.Message}", e);
        }
    }

    private static IEnumerable<(string Rule, string Column, SeriesAgreement Agreement)> Judge(
        LabelledSeries series, string rule, Func<string, IReadOnlyList<double?>, TimeSpan, IReadOnlyList<SeriesEvent>> decide)
    {
        var all = new List<SeriesEvent>();
        foreach (var (column, values) in series.Signals)
        {
            var events = decide(column, values, series.Step);
            all.AddRange(events);
            yield return (rule, column, SeriesAgreement.Of(series, events));
        }

        if (series.Signals.Count > 1)
        {
            yield return (rule, AnyColumn, SeriesAgreement.Of(series, SeriesEvent.Of(SeriesEvent.Cover(all, series.Labels.Count))));
        }
    }

    /// <summary>IODA has two sets of numbers; signals of pings have those of active probing.</summary>
    private static IodaOptions OptionsFor(string column) => column.StartsWith("ping", StringComparison.OrdinalIgnoreCase) ? IodaOptions.Probing : IodaOptions.Routes;
}
