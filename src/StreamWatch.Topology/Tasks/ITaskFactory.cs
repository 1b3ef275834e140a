namespace StreamWatch.Topology.Tasks;

/// <summary>Makes tasks.</summary>
public interface ITaskFactory
{
    /// <summary>A task that has seen nothing.</summary>
    IPartitionTask Create(TaskKind kind, int partition, ITaskOutput output);
}
