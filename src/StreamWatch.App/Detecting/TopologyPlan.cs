using System.Globalization;
using StreamWatch.App.Replay;
using StreamWatch.Schemas.Batches;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.App.Detecting;

/// <summary>A run of the topology: what decides, on which topics.</summary>
/// <param name="Topics">The topics.</param>
/// <param name="Partitions">How many partitions each of the five has.</param>
/// <param name="Options">What decides.</param>
internal sealed record TopologyPlan(TopicNames Topics, IReadOnlyDictionary<string, int> Partitions, DetectStageOptions Options)
{
    /// <summary>What the run is: its options, topics, partitions and producers.</summary>
    public string Hash { get; } = HashOf(Topics, Partitions, Options);

    /// <summary>Short name of the run; the rows of each partition of the entities are numbered under it and the partition.</summary>
    public string RunId => $"detect-{Hash[..16]}";

    /// <summary>The consumer group, and what the names of its changelogs begin with.</summary>
    public string ApplicationId => $"{Topics.Prefix}.{RunId}";

    /// <summary>Partitions of a topic.</summary>
    public int Count(TaskTopic topic) => Partitions[TaskGraph.NameOf(Topics, topic)];

    /// <summary>Tasks of a kind: as many as what it reads has partitions.</summary>
    public int Count(TaskNode node) => Count(node.Sources[0]);

    /// <summary>What the tasks are told.</summary>
    public TaskOptions Tasks() => new()
    {
        RunId = RunId,
        Watch = Options.Detection.Watch,
        Detection = Options.Detection.Detection,
        Probing = Options.Detection.Probing,
        Producers = Options.Producers,
        EventTime = Options.EventTime,
        RoutePartitions = Count(TaskTopic.Routes),
        ProbePartitions = Count(TaskTopic.Probes),
        EntityPartitions = Count(TaskTopic.Entities),
        ResultPartitions = Count(TaskTopic.Results),
    };

    private static string HashOf(TopicNames topics, IReadOnlyDictionary<string, int> partitions, DetectStageOptions options)
    {
        var counts = partitions.OrderBy(topic => topic.Key, StringComparer.Ordinal).Select(topic => string.Create(CultureInfo.InvariantCulture, $"{topic.Key} {topic.Value}"));
        return RunIdentity.HashOf($"streamiz\n{options.Identity(topics)}\n{string.Join('\n', counts)}");
    }
}
