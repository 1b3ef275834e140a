namespace StreamWatch.Domain.Detection;

/// <summary>
/// Tells whether a silence of a route collector means that nothing happened or that nobody listened. MRT files carry no
/// heartbeats. A collector that was heard at least <see cref="BusyElems"/> times in each of the last
/// <see cref="BusySlots"/> slots and then not at all for longer than <c>idle_after</c> was away: were its elems
/// independent, so long a silence would have a chance under e^-20. A quiet collector's silence is taken as it is.
/// </summary>
public sealed class SourceRhythm(long idleMicros)
{
    /// <summary>Slots, each <c>idle_after</c> long, that have to have been busy.</summary>
    public const int BusySlots = 12;

    /// <summary>Elems that make a slot busy.</summary>
    public const int BusyElems = 20;

    private readonly Queue<(long From, long To)> _uncovered = new();
    private long _slot = long.MinValue;
    private int _inSlot;
    private int _busySlots;

    /// <summary>When the source was heard last, microseconds since the epoch; null before its first elem.</summary>
    public long? LastHeard { get; private set; }

    private bool Busy => _busySlots >= BusySlots;

    /// <summary>Says that the inputs hold nothing of this source between these times: a file of a series is missing.</summary>
    public void DeclareUncovered(long fromMicros, long toMicros) => _uncovered.Enqueue((fromMicros, toMicros));

    /// <summary>Number of the slot of a time, microseconds since the epoch.</summary>
    public static long SlotOf(long atMicros, long idleMicros) => Math.DivRem(atMicros, idleMicros).Quotient;

    /// <summary>Hears the source; true where it was away since <see cref="LastHeard"/>.</summary>
    public bool Hear(long atMicros) => Hear(atMicros, atMicros, 1);

    /// <summary>Hears all that came of the source in one slot, or in a part of one; true where it was away since <see cref="LastHeard"/> until the first.</summary>
    /// <param name="atMicros">The first, microseconds since the epoch.</param>
    /// <param name="lastMicros">The last, in the same slot.</param>
    /// <param name="count">How many.</param>
    public bool Hear(long atMicros, long lastMicros, int count)
    {
        var away = WasAway(atMicros);
        var slot = SlotOf(atMicros, idleMicros);
        if (slot != _slot)
        {
            var skipped = _slot != long.MinValue && slot != _slot + 1 && !away;
            _busySlots = !skipped && (_inSlot >= BusyElems || away) ? _busySlots + 1 : 0;
            _slot = slot;
            _inSlot = 0;
        }

        _inSlot += count;
        LastHeard = Math.Max(LastHeard ?? lastMicros, lastMicros);
        while (_uncovered.TryPeek(out var window) && window.To <= lastMicros)
        {
            _uncovered.Dequeue();
        }

        return away;
    }

    /// <summary>Whether a silence from <see cref="LastHeard"/> to <paramref name="untilMicros"/> means that nobody listened.</summary>
    public bool WasAway(long untilMicros)
    {
        if (LastHeard is not { } last || untilMicros - last <= idleMicros)
        {
            return false;
        }

        if (Busy)
        {
            return true;
        }

        foreach (var (from, to) in _uncovered)
        {
            if (from < untilMicros && to > last)
            {
                return true;
            }
        }

        return false;
    }
}
