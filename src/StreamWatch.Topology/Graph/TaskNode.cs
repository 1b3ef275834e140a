using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Graph;

/// <summary>A kind of task in the graph: a task of it stands behind every partition of what it reads.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Its name in the graph, of its store and within the name of its changelog.</param>
/// <param name="Sources">What it reads; of several topics, the partitions of one number.</param>
/// <param name="Sinks">What it writes.</param>
public sealed record TaskNode(TaskKind Kind, string Name, IReadOnlyList<TaskTopic> Sources, IReadOnlyList<TaskTopic> Sinks)
{
    /// <summary>Name of the changelog topic of a run.</summary>
    public string Changelog(string applicationId) => $"{applicationId}-{Name}-changelog";
}
