using System.CommandLine;
using System.Globalization;
using Serilog;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Logging;
using StreamWatch.App.Replay;
using StreamWatch.App.Running;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Replay;

/// <summary>
/// <c>streamwatch replay</c>: MRT files in, outages out, every elem kept. Exit codes: 0 done (torn files are read up to the
/// tear and named), 1 the input or the run failed, 2 wrong use or configuration, 130 interrupted.
/// </summary>
internal static class ReplayCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "MRT files and files of probe results (JSON lines), gzip, bzip2 or plain, and folders that hold some.",
            Arity = ArgumentArity.OneOrMore,
        };
        paths.RefuseOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each outage, and nothing else." };
        var collector = new Option<string?>("--collector")
        {
            Description = "Name of the route collector of all files; default: read from the paths (rrc00, route-views2 …).",
            HelpName = "NAME",
        };
        var target = new StoreTarget();
        var detection = new DetectionSettings();
        var probing = new ProbingSettings();
        var command = new Command(
            "replay",
            """
            Read MRT files and probe results together in order of time, find the outages in them and keep every measurement in
            ClickHouse.
            Run again with the same DIR it goes on where it was interrupted and stores nothing twice.

            Example: streamwatch replay --all-asns --data mydata rrc00/2022.01 route-views2/2022.01
            Exit codes: 0 done; 1 the input or the run failed; 2 wrong use or configuration; 130 interrupted.
            """)
        {
            paths, json, collector,
        };
        target.AddTo(command);
        detection.AddTo(command);
        probing.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed, target, detection, probing, parsed.GetValue(paths)!, parsed.GetValue(collector), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed,
        StoreTarget target,
        DetectionSettings detection,
        ProbingSettings probing,
        string[] paths,
        string? collector,
        bool json,
        CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        using var log = ProgramLog.Open(parsed);
        try
        {
            // Everything that can be wrong with the words and the files is found before anything is written.
            var faults = new List<string>();
            var probingNumbers = probing.Read(parsed, faults);
            var (numbers, watch) = detection.Read(parsed, faults);
            var options = new ReplayOptions { Paths = paths, Collector = collector, Detection = numbers, Probing = probingNumbers, Watch = watch };
            var away = new StoreTrouble(TimeProvider.System, log);
            var storeOptions = target.Read(parsed, "replay") with { Trouble = away.Tell };
            var archive = Archive.Find(paths, collector, cancellation);
            foreach (var left in archive.LeftOut)
            {
                log.Warning("Left out: {Reason}", left);
            }

            if (archive.Files.Count > 0 && options.Detection is { AllAsns: false, WatchedAsns.Count: 0 })
            {
                log.Warning("Nothing is watched: elems are stored and no outage is looked for; name ASNs with --watch, or use --all-asns");
            }

            var store = await StreamWatchStore.OpenAsync(storeOptions, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                await RetentionWarning.TellAsync(store, archive, TimeProvider.System, log, cancellation).ConfigureAwait(false);
                return await ReplayAsync(store, archive, options, output, error, log, json, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ConfigurationException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (e is FeedException or StorageException or ClickHouseException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("streamwatch: interrupted; run the same again and it goes on from what is stored").ConfigureAwait(false);
            return Interrupted;
        }
    }

    private static async Task<int> ReplayAsync(
        StreamWatchStore store,
        Archive archive,
        ReplayOptions options,
        TextWriter output,
        TextWriter error,
        ILogger log,
        bool json,
        CancellationToken cancellation)
    {
        var statistics = new ReplayStatistics();
        var running = new ReplayRunner(store, TimeProvider.System, log).RunAsync(archive, options, statistics, cancellation);
        await ReplayProgress.ShowAsync(running, statistics, archive.Bytes).ConfigureAwait(false);
        var result = await running.ConfigureAwait(false);
        foreach (var tear in statistics.Tears)
        {
            await error.WriteLineAsync(tear).ConfigureAwait(false);
        }

        if (json)
        {
            foreach (var outage in result.Outages)
            {
                await output.WriteLineAsync(OutageJson.Line(outage)).ConfigureAwait(false);
            }

            return 0;
        }

        OutageTable.Write(output, result.Outages);
        await output.WriteLineAsync(Summary(archive, statistics, result)).ConfigureAwait(false);
        return 0;
    }

    private static string Summary(Archive archive, ReplayStatistics statistics, ReplayResult result)
    {
        var elapsed = result.Elapsed.TotalSeconds;
        var reading = result.Elapsed - statistics.Detecting - statistics.Waiting;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""

            {archive.Files.Count + archive.ProbeFiles.Count:N0} files, {statistics.Probes:N0} probe results, {statistics.Records:N0} records, {statistics.Elems:N0} elems of {result.Views:N0} views in {elapsed:N1} s ({statistics.Elems / Math.Max(elapsed, 0.001):N0} elems/s); {result.RowsStored:N0} rows stored now
            reading and decoding {reading.TotalSeconds:N1} s, detecting {statistics.Detecting.TotalSeconds:N1} s, waiting for ClickHouse {statistics.Waiting.TotalSeconds:N1} s (it was busy for {result.Storing.TotalSeconds:N1} s meanwhile)
            {statistics.Rejected:N0} records rejected (see rejected_records), {result.LateEvents:N0} events late, {statistics.Implausible:N0} records with a time that is not believed, {statistics.Tears.Count:N0} files torn
            """);
    }
}
