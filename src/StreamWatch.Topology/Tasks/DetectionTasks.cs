namespace StreamWatch.Topology.Tasks;

/// <summary>Makes the tasks of a run.</summary>
public sealed class DetectionTasks(TaskOptions options) : ITaskFactory
{
    /// <inheritdoc/>
    public IPartitionTask Create(TaskKind kind, int partition, ITaskOutput output) => kind switch
    {
        TaskKind.RouteBucket => new RouteBucketTask(options, partition, output),
        TaskKind.ProbeBucket => new ProbeBucketTask(options, partition, output),
        TaskKind.Entity => new EntityTask(options, partition, output),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind of task"),
    };
}
