using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Hosting;

/// <summary>Hears what the hosts of all tasks do; called from any thread, so it has to be quick and safe for concurrent use.</summary>
public interface IHostWatch
{
    /// <summary>A message came.</summary>
    void Took(TaskTopic topic, int bytes);

    /// <summary>A message had come before and is dropped.</summary>
    void Repeated(TaskTopic topic);

    /// <summary>A message of another run is left out.</summary>
    void OfAnotherRun(TaskTopic topic);

    /// <summary>A message is no message of its contract and is left out.</summary>
    void Refused(TaskTopic topic, int partition, long offset, string reason);

    /// <summary>A task's state was restored.</summary>
    /// <param name="kind">Kind of the task.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="inputs">Inputs that were told again.</param>
    /// <param name="bytes">Bytes that were read for it.</param>
    void Restored(TaskKind kind, int partition, int inputs, long bytes);

    /// <summary>A message is delivered.</summary>
    void Sent(TaskTopic topic, int bytes);

    /// <summary>A snapshot is begun.</summary>
    void Snapshotting(TaskKind kind, int partition);

    /// <summary>A snapshot was written.</summary>
    void Snapshotted(TaskKind kind, int partition, long bytes);
}
