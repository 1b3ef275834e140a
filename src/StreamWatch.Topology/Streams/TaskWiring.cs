using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>What the processor of a kind of task is given.</summary>
internal sealed record TaskWiring(TaskNode Node, StreamsOptions Options, ITaskFactory Factory, OpenTasks Tasks, IHostWatch Watch)
{
    /// <summary>Name of the node that writes a topic.</summary>
    /// <exception cref="InvalidOperationException">The graph has none: Streamiz would drop what is sent there without a word.</exception>
    public string Sink(TaskTopic topic) => Node.Sinks.Contains(topic)
        ? $"{Node.Name}-to-{TopicWord(topic)}"
        : throw new InvalidOperationException($"task {Node.Name} has no way to {topic} in the graph");

    /// <summary>Name of the node that reads a topic.</summary>
    public string Source(TaskTopic topic) => $"{TopicWord(topic)}-to-{Node.Name}";

    private static string TopicWord(TaskTopic topic) => topic switch
    {
        TaskTopic.Routes => "routes",
        TaskTopic.Probes => "probes",
        TaskTopic.Exchange => "exchange",
        TaskTopic.Entities => "entities",
        _ => "results",
    };
}
