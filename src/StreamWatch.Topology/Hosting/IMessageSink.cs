using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Hosting;

/// <summary>Takes what is published.</summary>
public interface IMessageSink
{
    /// <summary>Publishes a message; it need not be delivered yet when this returns.</summary>
    void Send(TaskTopic topic, int partition, byte[] message);
}
