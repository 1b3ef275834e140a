using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;

namespace StreamWatch.App.Replay;

/// <summary>
/// Numbers what peers say of their sessions within one file, so that the stored rows of one instant can be put in the order in which they stood: before
/// or behind a change of the session's state or an End-of-RIB marker. Everything else that is said at one instant is told apart by its place in the table.
/// </summary>
internal sealed class SessionTurns
{
    private readonly Dictionary<(uint Asn, WireAddress Address), (long NewestMicros, uint Turn)> _sessions = [];
    private long _newestMicros = long.MinValue;

    /// <summary>The number of an elem: that of the last change of its session at this time; 0 where there was none at this time or later.</summary>
    public uint Of(MrtMessage message) =>
        message.TimeMicros <= _newestMicros
        && _sessions.TryGetValue((message.PeerAsn, message.PeerAddress), out var session)
        && message.TimeMicros <= session.NewestMicros
            ? session.Turn
            : 0;

    /// <summary>The number of the next change of a session. It is never taken back, so that times out of order keep theirs too.</summary>
    public uint Next(MrtMessage message)
    {
        var key = (message.PeerAsn, message.PeerAddress);
        var (newest, turn) = _sessions.GetValueOrDefault(key, (long.MinValue, 0u));
        _sessions[key] = (Math.Max(newest, message.TimeMicros), turn + 1);
        _newestMicros = Math.Max(_newestMicros, message.TimeMicros);
        return turn + 1;
    }
}
