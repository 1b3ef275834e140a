namespace StreamWatch.Kafka.Producing;

/// <summary>So many bytes that may be taken at once; who finds too few left waits, in order of asking. Safe to call from any thread.</summary>
/// <param name="most">The bound; more than that is given to one alone, when nobody else has any.</param>
internal sealed class ByteBudget(long most)
{
    private readonly Lock _gate = new();
    private readonly Queue<Waiter> _waiting = new();
    private Exception? _failure;
    private long _taken;

    public long Taken => Interlocked.Read(ref _taken);

    /// <exception cref="OperationCanceledException">It was cancelled while it waited; nothing is taken.</exception>
    public ValueTask TakeAsync(long bytes, CancellationToken cancellation)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_failure is not null)
            {
                return ValueTask.FromException(_failure);
            }

            if (_waiting.Count == 0 && Fits(bytes))
            {
                _taken += bytes;
                return ValueTask.CompletedTask;
            }

            waiter = new Waiter(bytes);
            _waiting.Enqueue(waiter);
        }

        return new ValueTask(WaitAsync(waiter, cancellation));
    }

    public void Return(long bytes)
    {
        lock (_gate)
        {
            _taken -= bytes;
            Grant();
        }
    }

    /// <summary>Nothing is given any more: those who wait hear why.</summary>
    public void End(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            while (_waiting.TryDequeue(out var waiter))
            {
                waiter.TrySetException(_failure);
            }
        }
    }

    private bool Fits(long bytes) => _taken == 0 || _taken + bytes <= most;

    private void Grant()
    {
        while (_waiting.TryPeek(out var next))
        {
            // who gave up waiting takes nothing
            if (!next.Task.IsCompleted)
            {
                if (!Fits(next.Bytes))
                {
                    return;
                }

                if (next.TrySetResult())
                {
                    _taken += next.Bytes;
                }
            }

            _waiting.Dequeue();
        }
    }

    private async Task WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        await using var registration = cancellation.UnsafeRegister(
            _ =>
            {
                lock (_gate)
                {
                    if (waiter.TrySetCanceled(cancellation))
                    {
                        Grant();
                    }
                }
            },
            null).ConfigureAwait(false);
        await waiter.Task.ConfigureAwait(false);
    }

    private sealed class Waiter(long bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Bytes => bytes;
    }
}
