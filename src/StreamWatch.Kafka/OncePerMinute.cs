namespace StreamWatch.Kafka;

/// <summary>Lets one pass at once and then one a minute, and counts the others. Safe to call from any thread.</summary>
/// <param name="time">The clock; only its timestamps are used.</param>
public sealed class OncePerMinute(TimeProvider time)
{
    /// <summary>The least time between two that pass.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _passedAt;
    private long _suppressed;

    /// <summary>Whether this one may pass, and how many did not since the last one that did.</summary>
    public bool MayPass(out long suppressed)
    {
        lock (_gate)
        {
            if (_passedAt is { } at && time.GetElapsedTime(at) < Pause)
            {
                suppressed = ++_suppressed;
                return false;
            }

            _passedAt = time.GetTimestamp();
            suppressed = _suppressed;
            _suppressed = 0;
            return true;
        }
    }
}
