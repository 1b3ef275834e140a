using Serilog;
using StreamWatch.App.Metrics;
using StreamWatch.App.Publishing;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Kafka;
using StreamWatch.Schemas.Batches;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Streams;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.App.Detecting.Streams;

/// <summary>
/// The topology over Kafka. Processes of the same options share its tasks; each keeps the state of its own in memory and in changelogs, and takes over those of one that
/// has died.
/// </summary>
internal sealed class StreamsStage
{
    /// <summary>The clock on the wall is told to tasks so often.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    /// <summary>A broker that is away is waited for, and a large state takes its time to be restored.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly KafkaSettings _kafka;
    private readonly TopicNames _topics;
    private readonly DetectStageOptions _options;
    private readonly TopologySettings _settings;
    private readonly TimeProvider _time;
    private readonly Stage _stage;
    private readonly ILogger _log;

    public StreamsStage(KafkaSettings kafka, TopicNames topics, DetectStageOptions options, TopologySettings settings, TimeProvider time, Stage stage, ILogger log)
    {
        _kafka = kafka;
        _topics = topics;
        _options = options;
        _settings = settings;
        _time = time;
        _stage = stage;
        _log = log;
        Watch = new StreamsWatch(topics, time, stage, log);
    }

    /// <summary>What the tasks of this process did.</summary>
    public StreamsWatch Watch { get; }

    /// <summary>What they have taken and left out, in this life and in those before.</summary>
    public TaskCounts Counts { get; private set; } = TaskCounts.None;

    /// <summary>Short name of the run.</summary>
    public string RunId { get; private set; } = "";

    /// <summary>Detects until it is stopped, or in event time until the tasks of this process have ended.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var plan = new TopologyPlan(_topics, await StageTopics.PartitionsOfTopologyAsync(_kafka, _topics, _time, cancellation).ConfigureAwait(false), _options);
        RunId = plan.RunId;
        using var logging = new StreamsLogging(_time, Tell);
        var run = new StreamsRun(Options(plan, _settings, _kafka.ForOtherClients(), logging), new DetectionTasks(plan.Tasks()), Watch, _time);
        var loop = _stage.Health.Progress("tasks", Patience);
        var lag = new LagWatch(_kafka, _stage.Metrics.Lag, _time);
        await using var watching = lag.ConfigureAwait(false);
        var look = new StreamsLook(run, lag, _stage, _time, _log);
        _stage.Health.Ready("kafka", () => lag.Trouble);
        _stage.Health.Ready("tasks", () => run.Tasks == 0 ? "this process has no tasks: it waits for the group, or others have them all"
            : run.Restoring is > 0 and var restoring ? FormattableString.Invariant($"{restoring} of {run.Tasks} tasks are being restored") : null);
        lag.Start();
        try
        {
            _log.Information("Detects as application {Application}; its tasks are shared with other processes of the same options", plan.ApplicationId);
            var turns = 0L;
            await run.RunAsync(
                () =>
                {
                    // Without tasks there is nothing to come round.
                    if (run.Turns != turns || run.Tasks == 0)
                    {
                        turns = run.Turns;
                        loop.Beat();
                    }

                    look.Turn();
                },
                cancellation).ConfigureAwait(false);
        }
        finally
        {
            Counts = look.End();
            loop.End();
            if (run.IsStuck)
            {
                _log.Warning("A client of Kafka did not close; what was decided is committed, and the process ends without it");
                ProcessEnd.IsForced = true;
            }
        }
    }

    /// <summary>The graph as Streamiz describes it.</summary>
    public static string Describe(TopologyPlan plan)
    {
        using var logging = new StreamsLogging(TimeProvider.System, (_, _, _) => { });
        var options = Options(plan, new TopologySettings(1, TimeSpan.FromSeconds(1)), new Dictionary<string, string>(), logging);
        return StreamsRun.Describe(options, new DetectionTasks(plan.Tasks()));
    }

    private static StreamsOptions Options(TopologyPlan plan, TopologySettings settings, IReadOnlyDictionary<string, string> client, StreamsLogging logging) => new()
    {
        ApplicationId = plan.ApplicationId,
        Topics = plan.Topics,
        Host = new HostOptions { RunId = plan.RunId },
        Client = client,
        Logging = logging,
        Threads = settings.Threads,
        CommitEvery = settings.CommitEvery,
        TickEvery = plan.Options.EventTime ? null : TickEvery,
        IsRetryable = KafkaFaults.IsRetryable,
    };

    private void Tell(string line, bool _, long leftOut) =>
        _log.Warning("Streamiz: {Line} ({LeftOut} more like it)", line, leftOut);
}
