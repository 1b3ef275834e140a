using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Evaluation;
using StreamWatch.App.Output;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>
/// <c>streamwatch evaluate</c>: the detection over labelled data, beside the truth and the rules of others. Exit codes: 0 done, whatever the scores;
/// 1 an input cannot be read or the store failed, 2 wrong use, 130 interrupted.
/// </summary>
internal static class EvaluateCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var options = new EvaluateOptions();
        var command = new Command(
            "evaluate",
            """
            Have the detection decide over labelled data and say how well it did: precision and recall, errors of onset and
            recovery, delay, and the causes it named; beside it the rules of IODA, BGPalerter and Gatus on the same input.
            With --data or --clickhouse the scores are stored too. docs/evaluation.md says what counts.

            Example: streamwatch simulate ddos --out labelled/ddos-1 && streamwatch evaluate labelled
            With --series: the rules on signals that somebody labelled, and how far they agree with the labels.
            Exit codes: 0 done, whatever the scores; 1 an input cannot be read or the store failed; 2 wrong use; 130 interrupted.
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, options, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, EvaluateOptions options, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var request = options.Read(parsed);
            await output.WriteLineAsync(request.Series is { } file
                ? await SeriesAsync(file, request, cancellation).ConfigureAwait(false)
                : await FoldersAsync(request, error, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is ConfigurationException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (e is FeedException or StorageException or ClickHouseException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("streamwatch: interrupted; nothing was stored").ConfigureAwait(false);
            return Interrupted;
        }
    }

    private static async Task<string> SeriesAsync(string file, EvaluateRequest request, CancellationToken cancellation)
    {
        var evaluation = SeriesEvaluation.Of(file, request.Columns);
        if (request.Details is { } details)
        {
            await File.WriteAllLinesAsync(details, SeriesText.Details(evaluation), cancellation).ConfigureAwait(false);
        }

        return request.Json ? SeriesText.JsonOf(evaluation) : SeriesText.Of(evaluation);
    }

    private static async Task<string> FoldersAsync(EvaluateRequest request, TextWriter error, CancellationToken cancellation)
    {
        // Everything that can be wrong with the truth is found before the work begins, and all of it is told.
        var faults = new List<string>();
        var folders = LabelledFolders.Under(request.Folders).Select(folder => FolderEvaluator.Open(folder, faults)).OfType<FolderEvaluator>().ToList();
        if (faults.Count > 0)
        {
            throw new FeedException($"the labelled data has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}:\n{string.Join('\n', faults.Select(fault => $"  - {fault}"))}");
        }

        using var details = request.Details is { } path ? File.CreateText(path) : null;
        var runner = new EvaluationRunner(folders, request.Parallel);
        var running = runner.RunAsync(cancellation);
        await ProgressBar.ShowAsync(
            running, folders.Count, () => (runner.Done, string.Create(CultureInfo.InvariantCulture, $"{runner.Done:N0} of {folders.Count:N0} folders"))).ConfigureAwait(false);
        var results = await running.ConfigureAwait(false);
        foreach (var remark in results.SelectMany(result => result.Remarks))
        {
            await error.WriteLineAsync(remark).ConfigureAwait(false);
        }

        var run = EvaluationRun.Of(results, TimeProvider.System.GetUtcNow());
        if (details is not null)
        {
            foreach (var line in run.Rules.SelectMany(rule => DetailLine.Of(run.EvaluationId, rule)))
            {
                await details.WriteLineAsync(line).ConfigureAwait(false);
            }
        }

        if (request.Store is { } storeOptions)
        {
            var store = await StreamWatchStore.OpenAsync(storeOptions, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                await store.Evaluations.StoreAsync(EvaluationRows.Rules(run), EvaluationRows.Outages(run), cancellation).ConfigureAwait(false);
            }
        }

        return request.Json ? EvaluationJson.Of(run) : EvaluationText.Of(run.Rules);
    }
}
