using System.Globalization;
using System.Text;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Detecting;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.App.Commands.Topology;

/// <summary>The graph of a run in words, and as JSON.</summary>
internal static class TopologyText
{
    private static readonly TaskTopic[] Topics = Enum.GetValues<TaskTopic>();

    public static string Json(TopologyPlan plan) => OutageJson.Text(new
    {
        run_id = plan.RunId,
        application_id = plan.ApplicationId,
        topics = Topics.Select(topic => new
        {
            name = Name(plan, topic), partitions = plan.Count(topic), written_by = Writers(topic), read_by = Readers(topic),
        }),
        tasks = TaskGraph.Nodes.Select(node => new
        {
            name = node.Name,
            tasks = plan.Count(node),
            reads = node.Sources.Select(topic => Name(plan, topic)),
            writes = node.Sinks.Select(topic => Name(plan, topic)),
            store = node.Name,
            changelog = node.Changelog(plan.ApplicationId),
            changelog_partitions = plan.Count(node),
        }),
        graph = Described(plan),
    });

    public static string Text(TopologyPlan plan)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"application {plan.ApplicationId}, run {plan.RunId}");
        text.AppendLine().AppendLine("topics");
        var width = Topics.Max(topic => Name(plan, topic).Length);
        foreach (var topic in Topics)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Name(plan, topic).PadRight(width)}  {plan.Count(topic),6} partitions  {string.Join(", ", Writers(topic))} -> {string.Join(", ", Readers(topic))}");
        }

        text.AppendLine().AppendLine("tasks, each with a store in memory and its changelog");
        foreach (var node in TaskGraph.Nodes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {node.Name,-12}  {plan.Count(node),6} tasks  {node.Changelog(plan.ApplicationId)}, {plan.Count(node)} partitions");
        }

        return text.AppendLine().Append(Described(plan) ?? "The graph as Streamiz describes it is left out: this build is without Streamiz.Kafka.Net.").ToString().TrimEnd();
    }

    private static string Name(TopologyPlan plan, TaskTopic topic) => TaskGraph.NameOf(plan.Topics, topic);

    private static IEnumerable<string> Writers(TaskTopic topic) =>
        topic is TaskTopic.Routes or TaskTopic.Probes ? ["collect"] : TaskGraph.Nodes.Where(node => node.Sinks.Contains(topic)).Select(node => node.Name);

    private static IEnumerable<string> Readers(TaskTopic topic) =>
        topic is TaskTopic.Results ? ["store"] : TaskGraph.Nodes.Where(node => node.Sources.Contains(topic)).Select(node => node.Name);

    /// <summary>As Streamiz describes it; null where this build is without it.</summary>
    private static string? Described(TopologyPlan plan) =>
#if STREAMIZ
        Detecting.Streams.StreamsStage.Describe(plan);
#else
        null;
#endif
}
