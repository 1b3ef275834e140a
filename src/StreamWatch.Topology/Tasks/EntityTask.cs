using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Results;
using StreamWatch.Topology.Entities;

namespace StreamWatch.Topology.Tasks;

/// <summary>The entities of one partition as a task: their rows are numbered under the run and the partition.</summary>
internal sealed class EntityTask : IPartitionTask
{
    private readonly ResultBatcher _results;
    private readonly TaskState _state;
    private EntityEngine _engine;
    private bool _isTold;

    public EntityTask(TaskOptions options, int partition, ITaskOutput output)
    {
        var runId = $"{options.RunId}-{partition}";
        var to = Partitioner.Of(runId, options.ResultPartitions);
        _results = new ResultBatcher(ResultBatcher.HeadOf(runId, options.Detection, options.Probing), default, batch => output.Send(TaskTopic.Results, to, batch));
        var shares = new EntityShares(options.Watch, options.EntityPartitions);
        var watch = shares.Of(options.Watch, partition);
        _state = new TaskState([.. TaskState.SurroundingsOf(options), new("results", _results), new("shares", shares), new("own watch", watch)]);
        _engine = new EntityEngine(options, shares, partition, watch, new OwnResults(_results, shares, partition));
    }

    public bool HasEnded => _isTold;

    public TaskCounts Counts => new() { LateEvents = _engine.LateEvents };

    public void Take(TaskTopic topic, ReadOnlyMemory<byte> message)
    {
        _engine.Take(message.Span);
        Tell();
    }

    public void Tick(long nowMicros)
    {
        _engine.Tick(nowMicros);
        Tell();
    }

    public void WriteState(Stream stream) => _state.Write(stream, new EntityState(_engine, _results.Given, [.. _results.OpenIds], _isTold));

    public void ReadState(Stream stream)
    {
        var state = _state.Read<EntityState>(stream);
        (_engine, _isTold) = (state.Engine, state.IsTold);
        _results.GoOn(state.Given, state.Open);
    }

    private void Tell()
    {
        if (!_isTold)
        {
            _isTold = _engine.HasEnded;
            _results.Flush(_isTold);
        }
    }
}
