using System.CommandLine;
using StreamWatch.App.Commands.Detect;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Detecting;
using StreamWatch.App.Publishing;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Commands.Topology;

/// <summary><c>streamwatch topology</c>: the graph of <c>detect --engine streamiz</c>. Exit codes: 0 printed, 1 Kafka failed, 2 wrong use, 130 interrupted.</summary>
internal static class TopologyCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var waiting = new WaitingSettings();
        var json = new Option<bool>("--json") { Description = "Print one JSON object, and nothing else." };
        var partitions = SettingOptions.Number("--partitions", "Without --kafka: partitions of routes, probes and results, as they were created; 1 to 10,000.", 8);
        var entities = SettingOptions.Number("--entity-partitions", "Without --kafka: partitions of what buckets tell the entities, as they were created; 1 to 1,000.", 8);
        var kafka = new KafkaTarget();
        var detection = new DetectionSettings();
        var probing = new ProbingSettings();
        var command = new Command(
            "topology",
            """
            Print the graph of detect --engine streamiz: its tasks, the topics that they read and write, and their changelogs. With the options of detect the names are those
            of its run. Partitions are the brokers' where --kafka is given; nothing is changed.

            Example: streamwatch topology --watch watch.json --event-time --partitions 24
            Exit codes: 0 printed; 1 Kafka failed; 2 wrong use; 130 interrupted.
            """);
        waiting.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(partitions);
        command.Options.Add(entities);
        kafka.AddTo(command);
        detection.AddTo(command);
        probing.AddTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => StageWork.DoAsync(parsed, Interrupted, async () =>
        {
            var faults = new List<string>();
            var many = SettingOptions.Number(parsed, partitions, 1, 10_000, faults);
            var few = SettingOptions.Number(parsed, entities, 1, 1_000, faults);
            var names = waiting.Producers(parsed, faults);
            var probingNumbers = probing.Read(parsed, faults);
            var (numbers, watch) = detection.Read(parsed, faults);
            if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            var topics = new TopicNames(kafka.Prefix(parsed));
            var counts = parsed.GetValue(kafka.Servers) is { Length: > 0 }
                ? await StageTopics.PartitionsOfTopologyAsync(kafka.Read(parsed, "topology"), topics, TimeProvider.System, cancellation).ConfigureAwait(false)
                : topics.All.Append(topics.Exchange).Select(topic => KeyValuePair.Create(topic, many!.Value)).Append(KeyValuePair.Create(topics.Entities, few!.Value)).ToDictionary();
            var plan = new TopologyPlan(topics, counts, new DetectStageOptions
            {
                Detection = new ReplayOptions { Paths = [], Detection = numbers, Probing = probingNumbers, Watch = watch },
                Producers = names,
                EventTime = waiting.IsEventTime(parsed),
            });
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? TopologyText.Json(plan) : TopologyText.Text(plan)).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
