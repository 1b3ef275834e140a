namespace StreamWatch.Kafka.Producing;

/// <summary>The messages that were published between two flushes; landed when the last of them is answered for.</summary>
internal sealed class Flight
{
    private readonly TaskCompletionSource _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // the one is the flight itself while it takes more
    private int _open = 1;

    public Task Landed => _landed.Task;

    public void Add() => Interlocked.Increment(ref _open);

    /// <summary>One is answered for, or the flight takes no more.</summary>
    public void Remove()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _landed.SetResult();
        }
    }
}
