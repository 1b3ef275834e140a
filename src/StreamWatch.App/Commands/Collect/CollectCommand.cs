using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using StreamWatch.App.Collecting;
using StreamWatch.App.Collecting.Live;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Logging;
using StreamWatch.App.Replay;
using StreamWatch.App.Stages;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Probing;
using StreamWatch.Kafka.Producing;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Commands.Collect;

/// <summary>
/// <c>streamwatch collect</c>: measurements to Kafka. Exit codes: 0 everything is published, 1 the input or Kafka failed, 2 wrong use or configuration, 130
/// interrupted; with <c>--watch</c> 0 stopped by Ctrl-C.
/// </summary>
internal static class CollectCommand
{
    private const int Stopped = 0;
    private const int Interrupted = 130;
    private const int LongestName = 255;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "MRT files and files of probe results (JSON lines), gzip, bzip2 or plain, and folders that hold some.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        paths.RefuseOptions();
        var name = new Option<string>("--name")
        {
            Description = "Name of this collecting process, 1 to 255 characters; detect waits for those that it is told of.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "collector",
        };
        var collector = new Option<string?>("--collector")
        {
            Description = "Name of the route collector of all files; default: read from the paths (rrc00, route-views2 …).",
            HelpName = "NAME",
        };
        var compression = new Option<string>("--compression")
        {
            Description = "zstd, lz4 or none.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "zstd",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object with what was published, and nothing else." };
        var kafka = new KafkaTarget();
        var stage = new StageSettings();
        var live = new LiveCollectSettings();
        var command = new Command(
            "collect",
            """
            Read MRT files and probe results together in order of time and publish them to Kafka, for detect and store.
            Run again with the same files it goes on where it was interrupted.
            With --watch it probes instead, until Ctrl-C ends it, and publishes what it measures; what Kafka does not have yet is in the outbox, and
            started again it goes on with that.

            Example: streamwatch collect --kafka kafka1:9092 rrc00/2022.01 route-views2/2022.01
            Example: streamwatch collect --kafka kafka1:9092 --watch watch.json --outbox outbox
            Exit codes: 0 everything is published, or with --watch stopped by Ctrl-C; 1 the input, the outbox or Kafka failed; 2 wrong use or configuration; 130 interrupted.
            """)
        {
            paths, name, collector, compression, json,
        };
        kafka.AddTo(command);
        live.AddTo(command);
        stage.AddTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => StageWork.DoAsync(parsed, live.IsAsked(parsed) ? Stopped : Interrupted, async () =>
        {
            var faults = new List<string>();
            var stageOptions = stage.Read(parsed, faults);
            var own = parsed.GetValue(name)!;
            if (own.Length is 0 or > LongestName)
            {
                faults.Add($"--name has {own.Length} characters; allowed are 1 to {LongestName}");
            }

            var options = new ProducerOptions { Compression = Compression(parsed.GetValue(compression)!, faults) };
            var files = parsed.GetValue(paths) ?? [];
            var probing = live.IsAsked(parsed) ? live.Read(parsed, own, faults) : null;
            if (live.IsAsked(parsed) == files.Length > 0)
            {
                faults.Add("collect needs either PATH, files to publish, or --watch FILE, what to probe");
            }

            var topics = new TopicNames(kafka.Prefix(parsed));
            var settings = kafka.Read(parsed, "collect");
            if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            using var log = ProgramLog.Open(parsed);
            var process = Stage.Open("collect", stageOptions, TimeProvider.System, log);
            await using var _ = process.ConfigureAwait(false);
            if (probing is not null)
            {
                var prober = new Prober(new ProberOptions { Vantage = probing.Vantage, Time = TimeProvider.System });
                await new LiveCollectStage(settings, topics, options, probing, prober, TimeProvider.System, process, log).RunAsync(cancellation).ConfigureAwait(false);
                return Stopped;
            }

            var archive = Archive.Find(files, parsed.GetValue(collector), cancellation);
            foreach (var left in archive.LeftOut)
            {
                log.Warning("Left out: {Reason}", left);
            }

            var started = Stopwatch.GetTimestamp();
            var statistics = new ReplayStatistics();
            var running = new CollectStage(settings, topics, options, TimeProvider.System, process, log).RunAsync(archive, own, statistics, cancellation);
            await ReplayProgress.ShowAsync(running, statistics, archive.Bytes).ConfigureAwait(false);
            var result = await running.ConfigureAwait(false);
            foreach (var tear in statistics.Tears)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(tear).ConfigureAwait(false);
            }

            await parsed.InvocationConfiguration.Output
                .WriteLineAsync(parsed.GetValue(json) ? Json(result, statistics) : Text(result, statistics, archive, Stopwatch.GetElapsedTime(started)))
                .ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static MessageCompression Compression(string text, List<string> faults)
    {
        switch (text)
        {
            case "zstd":
                return MessageCompression.Zstd;
            case "lz4":
                return MessageCompression.Lz4;
            case "none":
                return MessageCompression.None;
            default:
                faults.Add($"--compression is \"{text}\"; allowed are zstd, lz4 and none");
                return default;
        }
    }

    private static string Json(CollectResult result, ReplayStatistics statistics) => OutageJson.Text(new
    {
        session = result.Session,
        first_round = result.FirstRound,
        rounds = result.Rounds,
        messages = result.Messages,
        bytes = result.Bytes,
        elems = statistics.Elems,
        probe_results = statistics.Probes,
        rejected = statistics.Rejected,
    });

    private static string Text(CollectResult result, ReplayStatistics statistics, Archive archive, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {archive.Files.Count + archive.ProbeFiles.Count:N0} files, {statistics.Elems:N0} elems and {statistics.Probes:N0} probe results in {elapsed.TotalSeconds:N1} s ({statistics.Elems / Math.Max(elapsed.TotalSeconds, 0.001):N0} elems/s)
        {result.Rounds:N0} rounds, published now from round {result.FirstRound:N0} on in {result.Messages:N0} messages of {result.Bytes:N0} bytes; {statistics.Rejected:N0} records rejected, {statistics.Tears.Count:N0} files torn
        """);
}
