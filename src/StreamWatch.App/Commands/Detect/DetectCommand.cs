using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Detecting;
using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Logging;
using StreamWatch.App.Replay;
using StreamWatch.App.Stages;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Commands.Detect;

/// <summary>
/// <c>streamwatch detect</c>: from Kafka to Kafka, what is measured to what that means. Exit codes: 0 stopped by Ctrl-C, or in event time every producer has
/// ended, 1 Kafka or the checkpoints failed, 2 wrong use or configuration, 130 event time was interrupted.
/// </summary>
internal static class DetectCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var engine = new Option<string>("--engine")
        {
            Description = "local: the in-process engine, one instance.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "local",
        };
        var producers = new Option<string[]>("--producers")
        {
            Description = "Names of the collecting processes that are waited for; what others publish is left out.",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["collector"],
        };
        var eventTime = new Option<bool>("--event-time")
        {
            Description = "Event time alone counts: silence closes nothing, and it ends when every producer has said that it has. For replays of old data.",
        };
        var checkpoints = new Option<string?>("--checkpoints")
        {
            Description = "Folder of this host for checkpoints, from which a restart goes on; the last two are kept. Default: none, a restart reads the topics from the beginning.",
            HelpName = "DIR",
        };
        var checkpointEvery = SettingOptions.Duration("--checkpoint-every", "From one checkpoint to the next, 100ms to 1h.", CheckpointOptions.DefaultEvery);
        var json = new Option<bool>("--json") { Description = "Print one JSON object with what was found at the end, and nothing else." };
        var kafka = new KafkaTarget();
        var stage = new StageSettings();
        var detection = new DetectionSettings();
        var probing = new ProbingSettings();
        var command = new Command(
            "detect",
            """
            Read what collect publishes, look for outages and publish what is found, for store.
            Started again it goes on from its last checkpoint, or without --checkpoints from the beginning of the topics, decides the same again and
            publishes what was not published.

            Example: streamwatch detect --kafka kafka1:9092 --watch watch.json --checkpoints checkpoints
            Example: streamwatch detect --kafka kafka1:9092 --all-asns --event-time
            Exit codes: 0 stopped by Ctrl-C, or in event time done; 1 Kafka or the checkpoints failed; 2 wrong use or configuration; 130 event time interrupted.
            """)
        {
            engine, producers, eventTime, checkpoints, checkpointEvery, json,
        };
        kafka.AddTo(command);
        stage.AddTo(command);
        detection.AddTo(command);
        probing.AddTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => StageWork.DoAsync(parsed, parsed.GetValue(eventTime) ? Interrupted : 0, async () =>
        {
            var faults = new List<string>();
            var stageOptions = stage.Read(parsed, faults);
            var names = parsed.GetValue(producers)!;
            if (names.Length == 0 || names.Any(name => name.Length is 0 or > 255) || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            {
                faults.Add($"--producers is \"{string.Join(' ', names)}\"; name each collecting process once, with 1 to 255 characters");
            }

            if (parsed.GetValue(engine) is var wanted && wanted != "local")
            {
                faults.Add($"--engine is \"{wanted}\"; this build has local");
            }

            var every = SettingOptions.Time(parsed, checkpointEvery, CheckpointOptions.LeastEvery, CheckpointOptions.MostEvery, faults);
            var probingNumbers = probing.Read(parsed, faults);
            var (numbers, watch) = detection.Read(parsed, faults);
            var topics = new TopicNames(kafka.Prefix(parsed));
            var settings = kafka.Read(parsed, "detect");
            using var log = ProgramLog.Open(parsed);
            if (numbers is { AllAsns: false, WatchedAsns.Count: 0 } && watch.Targets.Count == 0)
            {
                log.Warning("Nothing is watched: no outage is looked for; name a watch file with --watch, or use --all-asns");
            }

            var process = Stage.Open("detect", stageOptions, TimeProvider.System, log);
            await using var _ = process.ConfigureAwait(false);
            var started = Stopwatch.GetTimestamp();
            var detecting = new DetectStage(
                settings,
                topics,
                new DetectStageOptions
                {
                    Detection = new ReplayOptions { Paths = [], Detection = numbers, Probing = probingNumbers, Watch = watch },
                    Producers = names,
                    EventTime = parsed.GetValue(eventTime),
                    Checkpoints = parsed.GetValue(checkpoints) is { Length: > 0 } folder ? new CheckpointOptions(folder, every!.Value) : null,
                },
                TimeProvider.System,
                process,
                log);
            await detecting.RunAsync(cancellation).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output
                .WriteLineAsync(parsed.GetValue(json) ? Json(detecting) : Text(detecting, Stopwatch.GetElapsedTime(started))).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static string Json(DetectStage stage) => OutageJson.Text(new
    {
        run_id = stage.RunId,
        elems = stage.Elems,
        events = stage.Events,
        late_events = stage.LateEvents,
        refused = stage.Refused,
        missing_batches = stage.Missing,
        undeclared_producers = stage.Undeclared.Order(StringComparer.Ordinal),
        asn_bins = stage.Found.AsnBins,
        target_bins = stage.Found.TargetBins,
        outage_revisions = stage.Found.Outages,
    });

    private static string Text(DetectStage stage, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        run {stage.RunId}: {stage.Elems:N0} elems in {elapsed.TotalSeconds:N1} s ({stage.Elems / Math.Max(elapsed.TotalSeconds, 0.001):N0} elems/s)
        {stage.Found.Outages:N0} revisions of outages, {stage.Found.AsnBins:N0} rows of ASNs, {stage.Found.TargetBins:N0} rows of targets; {stage.LateEvents:N0} events late, {stage.Refused:N0} messages refused, {stage.Missing:N0} batches missing
        """);
}
