using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Producers;

/// <summary>Knows which notices of producers were told: another is due when a producer has come on by ten seconds, as often as heartbeats are sent, or has ended.</summary>
internal sealed class NoticeBook
{
    private const long EveryMicros = 10_000_000;

    private readonly SortedDictionary<string, (long Step, bool HasEnded)> _told = new(StringComparer.Ordinal);

    /// <summary>Whether this notice says something new; then it counts as told.</summary>
    public bool IsDue(ProducerNotice notice)
    {
        var next = (notice.ReachedMicros / EveryMicros, notice.HasEnded);
        if (_told.TryGetValue(notice.Producer, out var told) && told == next)
        {
            return false;
        }

        _told[notice.Producer] = next;
        return true;
    }
}
