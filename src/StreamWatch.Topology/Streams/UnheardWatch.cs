using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>Nobody hears what tasks do: none runs.</summary>
internal sealed class UnheardWatch : IHostWatch
{
    public void Took(TaskTopic topic, int bytes) => throw new NotSupportedException();

    public void Repeated(TaskTopic topic) => throw new NotSupportedException();

    public void OfAnotherRun(TaskTopic topic) => throw new NotSupportedException();

    public void Refused(TaskTopic topic, int partition, long offset, string reason) => throw new NotSupportedException();

    public void Restored(TaskKind kind, int partition, int inputs, long bytes) => throw new NotSupportedException();

    public void Sent(TaskTopic topic, int bytes) => throw new NotSupportedException();

    public void Snapshotting(TaskKind kind, int partition) => throw new NotSupportedException();

    public void Snapshotted(TaskKind kind, int partition, long bytes) => throw new NotSupportedException();
}
