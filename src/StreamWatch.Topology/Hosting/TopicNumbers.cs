using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Hosting;

/// <summary>How topics and kinds of tasks are written in the contract: part of it, whatever the enumerations become.</summary>
internal static class TopicNumbers
{
    public static uint Of(TaskTopic topic) => topic switch
    {
        TaskTopic.Routes => 1,
        TaskTopic.Probes => 2,
        TaskTopic.Exchange => 3,
        TaskTopic.Entities => 4,
        TaskTopic.Results => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "a topic of the tasks"),
    };

    public static TaskTopic Topic(uint number) => number switch
    {
        1 => TaskTopic.Routes,
        2 => TaskTopic.Probes,
        3 => TaskTopic.Exchange,
        4 => TaskTopic.Entities,
        5 => TaskTopic.Results,
        _ => throw new TaskStateLostException($"the changelog names topic {number}; there are 1 to 5"),
    };

    public static uint Of(TaskKind kind) => kind switch
    {
        TaskKind.RouteBucket => 1,
        TaskKind.ProbeBucket => 2,
        TaskKind.Entity => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind of task"),
    };
}
