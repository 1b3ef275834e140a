using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>What the processor of a kind of task is given.</summary>
internal sealed record TaskWiring(TaskNode Node, StreamsOptions Options, ITaskFactory Factory, OpenTasks Tasks, IHostWatch Watch)
{
    /// <summary>Name of the node that writes a topic.</summary>
    public string Sink(TaskTopic topic) => $"{Node.Name}-to-{TopicWord(topic)}";

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
