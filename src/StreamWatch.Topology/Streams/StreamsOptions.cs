using Microsoft.Extensions.Logging;
using StreamWatch.Schemas.Batches;
using StreamWatch.Topology.Hosting;

namespace StreamWatch.Topology.Streams;

/// <summary>How the topology runs in a process.</summary>
public sealed record StreamsOptions
{
    /// <summary>Name of the application: consumer group, and what the changelogs' names begin with. Processes of one name share the tasks.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>The topics.</summary>
    public required TopicNames Topics { get; init; }

    /// <summary>How tasks are kept.</summary>
    public required HostOptions Host { get; init; }

    /// <summary>How to reach the brokers: settings of librdkafka that all clients share.</summary>
    public required IReadOnlyDictionary<string, string> Client { get; init; }

    /// <summary>Hears what Streamiz and the clients say.</summary>
    public required ILoggerFactory Logging { get; init; }

    /// <summary>Threads, each with clients of its own; 1 and more. Default: 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// How often what was read is committed and what was decided leaves: a message takes as long from task to task at most. Only a thread that has read something
    /// commits. Default: 5 ms.
    /// </summary>
    public TimeSpan CommitEvery { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How often tasks are told the clock on the wall; null in event time.</summary>
    public TimeSpan? TickEvery { get; init; }

    /// <summary>
    /// How long the brokers hear nothing of a process before its tasks are given to others, or to itself where it was started again; their
    /// <c>group.min.session.timeout.ms</c> and more. Default: 10 s.
    /// </summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether something that failed may go well when it is tried again; it is then, from the last commit on.</summary>
    public Func<Exception, bool> IsRetryable { get; init; } = _ => false;
}
