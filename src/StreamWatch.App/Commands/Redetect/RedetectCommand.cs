using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using StreamWatch.App.Commands.Sql;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Output;
using StreamWatch.App.Redetect;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Outages;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Reading;

namespace StreamWatch.App.Commands.Redetect;

/// <summary>
/// <c>streamwatch redetect</c>: outages computed again from stored measurements, beside those that are stored. Exit codes: 0 done, whatever differs;
/// 1 nothing of the time is stored, or the engine failed; 2 wrong use or configuration; 130 interrupted.
/// </summary>
internal static class RedetectCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var settings = new RedetectSettings();
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each outage that differs, and nothing else." };
        var apply = new Option<bool>("--apply") { Description = "Make what is found the last word; without it, nothing is written." };
        var target = new StoreTarget();
        var command = new Command(
            "redetect",
            """
            Detect the outages of a time again from the measurements that are stored, by the rules of this version, with what came late
            too, and show what is different from the stored outages: new ones, gone ones and changed ones.
            With --apply each of them gets a revision above the stored one, and what is found no more is marked as superseded; nothing is
            deleted, and done twice it changes nothing. Without --watch and --all-asns that is watched which the newest run watched,
            with the numbers for probes that it had.

            Example: streamwatch redetect --from 2022-01-14 --to 2022-01-16 --data streamwatch-demo/data
            Exit codes: 0 done, whatever differs; 1 nothing of the time is stored, or ClickHouse failed; 2 wrong use or configuration; 130 interrupted.
            """)
        {
            json, apply,
        };
        settings.AddTo(command);
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, target, settings, parsed.GetValue(apply), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, StoreTarget target, RedetectSettings settings, bool apply, bool json, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var options = settings.Read(parsed);
            var storeOptions = target.Read(parsed, "redetect");
            if (!apply)
            {
                // Only to look: that works beside whatever writes.
                await new ReadSession(storeOptions).ReadAsync(
                    (client, token) => ShowAsync(new StoredHistory(client, storeOptions.Database), options, output, error, json, token), cancellation).ConfigureAwait(false);
                return 0;
            }

            var store = await StreamWatchStore.OpenAsync(storeOptions, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var (decided, result) = await ShowAsync(store.History, options, output, error, json, cancellation).ConfigureAwait(false);
                if (result.Unfinished.Count > 0)
                {
                    throw new StorageException("nothing was written: what is found from files that are stored in part is no last word");
                }

                var run = await new RedetectWriter(store, TimeProvider.System).WriteAsync(result, decided, cancellation).ConfigureAwait(false);
                if (!json)
                {
                    await output.WriteLineAsync(run is null ? "Nothing to write." : $"Written as {run}.").ConfigureAwait(false);
                }
            }

            return 0;
        }
        catch (Exception e) when (e is ConfigurationException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (e is StorageException or ClickHouseException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("streamwatch: interrupted; run the same again and it writes what is still different").ConfigureAwait(false);
            return Interrupted;
        }
    }

    private static async Task<(RedetectOptions Options, RedetectResult Result)> ShowAsync(
        StoredHistory history, RedetectOptions options, TextWriter output, TextWriter error, bool json, CancellationToken cancellation)
    {
        if (options.WatchAsLast)
        {
            options = await WatchedLastAsync(history, options, error, cancellation).ConfigureAwait(false);
        }

        var runner = new RedetectRunner(history, options);
        var running = runner.RunAsync(cancellation);
        await ProgressBar.ShowAsync(
            running,
            (options.To - options.From).TotalMinutes,
            () => (Math.Max(0, (runner.At - options.From).TotalMinutes), string.Create(CultureInfo.InvariantCulture, $"at {runner.At:yyyy-MM-dd HH:mm}"))).ConfigureAwait(false);
        var result = await running.ConfigureAwait(false);
        if (result.Unfinished.Count > 0)
        {
            await error.WriteLineAsync(RedetectText.Unfinished(result.Unfinished)).ConfigureAwait(false);
        }

        if (json)
        {
            foreach (var difference in result.Differences.Where(difference => difference.Change != OutageChange.Same))
            {
                await output.WriteLineAsync(RedetectJson.Line(difference)).ConfigureAwait(false);
            }
        }
        else
        {
            RedetectText.Write(output, result);
        }

        return (options, result);
    }

    /// <summary>What the newest run watched that says so.</summary>
    private static async Task<RedetectOptions> WatchedLastAsync(StoredHistory history, RedetectOptions options, TextWriter error, CancellationToken cancellation)
    {
        const string Instead = "name what is watched with --watch FILE, or --all-asns";
        var run = await history.Runs.NewestWithAsync(RunOptionsJson.WatchField, cancellation).ConfigureAwait(false)
            ?? throw new ConfigurationException($"no run that is stored says what is watched; {Instead}");
        try
        {
            var (allAsns, watch, probing) = RunOptionsJson.Read(run.Options);
            await error.WriteLineAsync($"Watched is what run {run.RunId} watched: {RedetectText.Watched(allAsns, watch)}").ConfigureAwait(false);
            return options with
            {
                Watch = watch,
                Detection = options.Detection with { AllAsns = allAsns, WatchedAsns = watch.Asns },
                Probing = options.ProbingAsLast ? probing : options.Probing,
            };
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"what run {run.RunId} watched is not readable by this version ({e.Message}); {Instead}", e);
        }
    }
}
