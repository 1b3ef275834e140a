using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Serilog;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Detecting;
using StreamWatch.App.Logging;
using StreamWatch.App.Replay;
using StreamWatch.App.Stages;
using StreamWatch.Kafka;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Commands.Detect;

/// <summary>
/// <c>streamwatch detect</c>: from Kafka to Kafka, what is measured to what that means. Exit codes: 0 stopped by Ctrl-C, or in event time every producer has
/// ended, 1 Kafka failed, 2 wrong use or configuration, 130 event time was interrupted.
/// </summary>
internal static class DetectCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var engine = new EngineSettings();
        var waiting = new WaitingSettings();
        var checkpoints = new CheckpointSettings();
        var json = new Option<bool>("--json") { Description = "Print one JSON object with what was found at the end, and nothing else." };
        var kafka = new KafkaTarget();
        var stage = new StageSettings();
        var detection = new DetectionSettings();
        var probing = new ProbingSettings();
        var command = new Command(
            "detect",
            """
            Read what collect publishes, look for outages and publish what is found, for store.
            Started again the local engine goes on from its last checkpoint, or without --checkpoints from the beginning of the topics, decides the same again and
            publishes what was not published. The topology keeps its state in changelogs and goes on from there; other processes take over the tasks of one that has died.

            Example: streamwatch detect --kafka kafka1:9092 --watch watch.json --checkpoints checkpoints
            Example: streamwatch detect --kafka kafka1:9092 --watch watch.json --engine streamiz --threads 4
            Example: streamwatch detect --kafka kafka1:9092 --all-asns --event-time
            Exit codes: 0 stopped by Ctrl-C, or in event time done; 1 Kafka or the checkpoints failed; 2 wrong use or configuration; 130 event time interrupted.
            """);
        engine.AddTo(command);
        waiting.AddTo(command);
        checkpoints.AddTo(command);
        command.Options.Add(json);
        kafka.AddTo(command);
        stage.AddTo(command);
        detection.AddTo(command);
        probing.AddTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => StageWork.DoAsync(parsed, waiting.IsEventTime(parsed) ? Interrupted : 0, async () =>
        {
            var faults = new List<string>();
            var stageOptions = stage.Read(parsed, faults);
            var names = waiting.Producers(parsed, faults);
            var topology = engine.Read(parsed, faults);
            var kept = checkpoints.Read(parsed, topology is null, faults);
            var probingNumbers = probing.Read(parsed, faults);
            var (numbers, watch) = detection.Read(parsed, faults);
            var topics = new TopicNames(kafka.Prefix(parsed));
            var settings = kafka.Read(parsed, "detect");
            using var log = ProgramLog.Open(parsed);
            if (numbers is { AllAsns: false, WatchedAsns.Count: 0 } && watch.Targets.Count == 0)
            {
                log.Warning("Nothing is watched: no outage is looked for; name a watch file with --watch, or use --all-asns");
            }

            var options = new DetectStageOptions
            {
                Detection = new ReplayOptions { Paths = [], Detection = numbers, Probing = probingNumbers, Watch = watch },
                Producers = names,
                EventTime = waiting.IsEventTime(parsed),
                Checkpoints = kept,
            };
            var process = Stage.Open("detect", stageOptions, TimeProvider.System, log);
            await using var _ = process.ConfigureAwait(false);
            var report = topology is null
                ? await DetectAsync(settings, topics, options, process, log, parsed.GetValue(json), cancellation).ConfigureAwait(false)
                : await RunTopologyAsync(settings, topics, options, topology, process, log, parsed.GetValue(json), cancellation).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(report).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static async Task<string> DetectAsync(
        KafkaSettings settings, TopicNames topics, DetectStageOptions options, Stage process, ILogger log, bool isJson, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var detecting = new DetectStage(settings, topics, options, TimeProvider.System, process, log);
        await detecting.RunAsync(cancellation).ConfigureAwait(false);
        return isJson ? Json(detecting) : Text(detecting, Stopwatch.GetElapsedTime(started));
    }

#if STREAMIZ
    private static async Task<string> RunTopologyAsync(
        KafkaSettings settings, TopicNames topics, DetectStageOptions options, TopologySettings topology, Stage process, ILogger log, bool isJson, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var streams = new Detecting.Streams.StreamsStage(settings, topics, options, topology, TimeProvider.System, process, log);
        await streams.RunAsync(cancellation).ConfigureAwait(false);
        var (did, counts) = (streams.Watch, streams.Counts);
        return isJson
            ? OutageJson.Text(new
            {
                run_id = streams.RunId,
                messages = did.Messages,
                elems = counts.Elems,
                probe_results = counts.ProbeResults,
                late_events = counts.LateEvents,
                missing_batches = counts.MissingBatches,
                outlived_batches = counts.OutlivedBatches,
                undeclared_producers = counts.Undeclared,
                refused = did.RefusedCount,
                repeated = did.RepeatedCount,
                result_batches = did.Results,
                snapshots = did.Snapshots,
                restored_inputs = did.RestoredInputs,
                seconds_at_work = did.TimeAtWork.TotalSeconds,
            })
            : string.Create(
                CultureInfo.InvariantCulture,
                $"""
                run {streams.RunId}: {did.Messages:N0} messages in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s, {did.RestoredInputs:N0} inputs restored before
                {counts.Elems:N0} elems ({counts.Elems / Math.Max(did.TimeAtWork.TotalSeconds, 0.001):N0} elems/s from the first message to the last), {counts.ProbeResults:N0} probe results; {counts.LateEvents:N0} events late, {counts.MissingBatches:N0} batches missing, {counts.OutlivedBatches:N0} of sessions that are over
                {did.Results:N0} batches of results; {did.RefusedCount:N0} messages refused, {did.RepeatedCount:N0} repeated, {did.Snapshots:N0} snapshots written
                """);
    }
#else
    private static Task<string> RunTopologyAsync(
        KafkaSettings settings, TopicNames topics, DetectStageOptions options, TopologySettings topology, Stage process, ILogger log, bool isJson, CancellationToken cancellation) =>
        throw new NotSupportedException("it was refused before");
#endif

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
