using StreamWatch.Engine.Checkpoints;

namespace StreamWatch.Topology.Tasks;

/// <summary>Writes and reads the states of tasks: whole objects, but for what surrounds them.</summary>
/// <param name="surroundings">What a task is given and does not keep, by name.</param>
internal sealed class TaskState(IEnumerable<KeyValuePair<string, object>> surroundings)
{
    private readonly StateGraph _graph = new([typeof(TaskState).Assembly, typeof(Schemas.Results.ResultNumbers).Assembly], surroundings);

    /// <summary>What every task of a run is given.</summary>
    public static IEnumerable<KeyValuePair<string, object>> SurroundingsOf(TaskOptions options) =>
    [
        new("options", options),
        new("watch", options.Watch),
        new("detection", options.Detection),
        new("probing", options.Probing),
    ];

    /// <exception cref="CheckpointException">Something is no state.</exception>
    public void Write(Stream stream, object state) => _graph.Write(stream, state);

    /// <exception cref="CheckpointException">It is damaged, or of another build.</exception>
    public T Read<T>(Stream stream)
        where T : class => _graph.Read<T>(stream);
}
