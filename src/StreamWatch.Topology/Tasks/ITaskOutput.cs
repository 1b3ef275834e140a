namespace StreamWatch.Topology.Tasks;

/// <summary>Takes what a task says.</summary>
public interface ITaskOutput
{
    /// <summary>Sends a message.</summary>
    /// <param name="topic">Exchange, entities or results.</param>
    /// <param name="partition">Partition of it.</param>
    /// <param name="message">The contract's bytes; copied.</param>
    void Send(TaskTopic topic, int partition, ReadOnlySpan<byte> message);
}
