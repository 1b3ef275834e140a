namespace StreamWatch.App.Running;

/// <summary>Whether it is time to say something again that goes on: at once, and then once a minute.</summary>
internal sealed class Occasionally(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long? _saidAt;

    public bool IsDue()
    {
        if (_saidAt is { } at && time.GetElapsedTime(at) < Pause)
        {
            return false;
        }

        _saidAt = time.GetTimestamp();
        return true;
    }

    /// <summary>It is over: the next time is said at once.</summary>
    public bool End()
    {
        var wasSaid = _saidAt is not null;
        _saidAt = null;
        return wasSaid;
    }
}
