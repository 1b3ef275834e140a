using StreamWatch.Schemas.Batches;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Graph;

/// <summary>The graph of tasks: buckets, which read what is collected, and entities, which read what all buckets say.</summary>
public static class TaskGraph
{
    /// <summary>Every kind of task.</summary>
    public static IReadOnlyList<TaskNode> Nodes { get; } =
    [
        new TaskNode(TaskKind.RouteBucket, "route-bucket", [TaskTopic.Routes, TaskTopic.Exchange], [TaskTopic.Exchange, TaskTopic.Entities]),
        new TaskNode(TaskKind.ProbeBucket, "probe-bucket", [TaskTopic.Probes], [TaskTopic.Exchange, TaskTopic.Entities]),
        new TaskNode(TaskKind.Entity, "entity", [TaskTopic.Entities], [TaskTopic.Results]),
    ];

    /// <summary>The name of a topic.</summary>
    public static string NameOf(TopicNames names, TaskTopic topic) => topic switch
    {
        TaskTopic.Routes => names.Routes,
        TaskTopic.Probes => names.Probes,
        TaskTopic.Exchange => names.Exchange,
        TaskTopic.Entities => names.Entities,
        TaskTopic.Results => names.Results,
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "a topic of the tasks"),
    };

    /// <summary>
    /// Settings of a changelog: the newest value of each key is kept, and what a snapshot made needless is removed soon, as its size is what a restoration
    /// has to read.
    /// </summary>
    public static IReadOnlyDictionary<string, string> ChangelogSettings { get; } = new Dictionary<string, string>
    {
        ["cleanup.policy"] = "compact",
        // only whole segments are compacted
        ["segment.bytes"] = "16777216",
        ["segment.ms"] = "600000",
        ["min.cleanable.dirty.ratio"] = "0.2",
        ["delete.retention.ms"] = "60000",
        ["max.message.bytes"] = "2097152",
        // event times are old in a replay
        ["message.timestamp.type"] = "LogAppendTime",
    };
}
