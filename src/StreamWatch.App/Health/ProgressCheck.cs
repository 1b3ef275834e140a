namespace StreamWatch.App.Health;

/// <summary>A loop that has to come round: it is alive while each turn is followed by the next within a time. Safe for concurrent use.</summary>
internal sealed class ProgressCheck(string name, TimeSpan within, TimeProvider time)
{
    private long _beatAt = time.GetTimestamp();
    private volatile bool _isOver;

    /// <summary>What it is a loop of.</summary>
    public string Name => name;

    /// <summary>It came round.</summary>
    public void Beat() => Volatile.Write(ref _beatAt, time.GetTimestamp());

    /// <summary>It ended in order: nothing more is expected of it.</summary>
    public void End() => _isOver = true;

    /// <summary>Why it is not alive; null while it is.</summary>
    public string? WhyNot()
    {
        var silent = time.GetElapsedTime(Volatile.Read(ref _beatAt));
        return _isOver || silent <= within ? null : FormattableString.Invariant($"no progress for {silent.TotalSeconds:F0} s; {within.TotalSeconds:F0} s are allowed");
    }
}
