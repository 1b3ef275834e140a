namespace StreamWatch.Engine;

/// <summary>
/// Event time up to which everything is taken to have arrived: the least of the declared sources' newest events. A source
/// that lags the newest by more than <c>idle_after</c> leaves the watermark until it is back; one that ended leaves it for good.
/// </summary>
public sealed class Watermark(long idleMicros)
{
    private readonly List<long?> _newest = [];
    private readonly List<bool> _ended = [];

    /// <summary>The watermark, microseconds since the epoch; null before the first event. Never goes back.</summary>
    public long? Current { get; private set; }

    /// <summary>Declares a source and returns its number.</summary>
    public int Declare()
    {
        _newest.Add(null);
        _ended.Add(false);
        return _newest.Count - 1;
    }

    /// <summary>A source was heard at this event time (an event, or a heartbeat).</summary>
    public void Hear(int source, long atMicros)
    {
        if (_newest[source] is not { } newest || newest < atMicros)
        {
            _newest[source] = atMicros;
            Move();
        }
    }

    /// <summary>
    /// Live alone: what the clock on the wall says. Where every source lags it by more than <c>idle_after</c> nothing is waited for any more, and
    /// the clock is the watermark.
    /// </summary>
    public void Tick(long nowMicros)
    {
        if (nowMicros > (Current ?? long.MinValue) && _newest.TrueForAll(newest => newest is null || nowMicros - newest > idleMicros))
        {
            Current = nowMicros;
        }
    }

    /// <summary>Nothing more comes from this source.</summary>
    public void End(int source)
    {
        _ended[source] = true;
        Move();
    }

    private void Move()
    {
        var latest = _newest.Max();
        long? least = null;
        for (var source = 0; source < _newest.Count; source++)
        {
            if (!_ended[source])
            {
                var newest = _newest[source];
                var isIdle = latest - (newest ?? Current ?? latest) > idleMicros;
                least = isIdle ? least : Math.Min(least ?? long.MaxValue, newest ?? Current ?? long.MinValue);
            }
        }

        least ??= latest;
        if (least > (Current ?? long.MinValue))
        {
            Current = least;
        }
    }
}
