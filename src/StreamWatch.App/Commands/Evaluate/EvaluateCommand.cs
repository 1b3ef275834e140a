using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Evaluation;
using StreamWatch.App.Logging;
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
    private const int MostParallel = 64;

    public static Command Create()
    {
        var paths = new Argument<string[]>("DIR")
        {
            Description = "Folders of labelled data, and folders that hold some: each has a truth.json.",
            Arity = ArgumentArity.OneOrMore,
        };
        paths.RefuseOptions();
        var details = new Option<string?>("--details")
        {
            Description = "Write every true outage with what was found of it, and every false one, to this file: a line of JSON each.",
            HelpName = "FILE",
        };
        var parallel = new Option<int>("--parallel")
        {
            Description = $"Folders at a time, 1 to {MostParallel}.",
            DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostParallel),
            HelpName = "N",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON document, and nothing else." };
        var target = new StoreTarget();
        var command = new Command(
            "evaluate",
            """
            Have the detection decide over labelled data and say how well it did: precision and recall, errors of onset and
            recovery, delay, and the causes it named; beside it the rules of IODA, BGPalerter and Gatus on the same input.
            With --data or --clickhouse the scores are stored too. docs/evaluation.md says what counts.

            Example: streamwatch simulate ddos --out labelled/ddos-1 && streamwatch evaluate labelled
            Exit codes: 0 done, whatever the scores; 1 an input cannot be read or the store failed; 2 wrong use; 130 interrupted.
            """)
        {
            paths, json, details, parallel,
        };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed, target, parsed.GetValue(paths)!, parsed.GetValue(details), parsed.GetValue(json), parsed.GetValue(parallel), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreTarget target, string[] paths, string? details, bool json, int parallel, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        using var log = ProgramLog.Open(parsed);
        try
        {
            if (parallel is < 1 or > MostParallel)
            {
                throw new ConfigurationException($"--parallel is {parallel}; allowed are 1 to {MostParallel}");
            }

            var storeOptions = target.IsNamed(parsed) ? target.Read(parsed, "evaluate") : null;
            var faults = new List<string>();
            var folders = LabelledFolders.Under(paths).Select(folder => FolderEvaluator.Open(folder, faults)).OfType<FolderEvaluator>().ToList();
            if (faults.Count > 0)
            {
                throw new FeedException($"the labelled data has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}:\n{string.Join('\n', faults.Select(fault => $"  - {fault}"))}");
            }

            var runner = new EvaluationRunner(folders, parallel);
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
                await File.WriteAllLinesAsync(details, run.Rules.SelectMany(rule => DetailLine.Of(run.EvaluationId, rule)), cancellation).ConfigureAwait(false);
            }

            if (storeOptions is not null)
            {
                var store = await StreamWatchStore.OpenAsync(storeOptions, cancellation).ConfigureAwait(false);
                await using (store.ConfigureAwait(false))
                {
                    await store.Evaluations.StoreAsync(EvaluationRows.Rules(run), EvaluationRows.Outages(run), cancellation).ConfigureAwait(false);
                }
            }

            await output.WriteLineAsync(json ? EvaluationJson.Of(run) : EvaluationText.Of(run.Rules)).ConfigureAwait(false);
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
            await error.WriteLineAsync("streamwatch: interrupted").ConfigureAwait(false);
            return Interrupted;
        }
    }
}
