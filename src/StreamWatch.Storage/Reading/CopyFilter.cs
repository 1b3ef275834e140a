using StreamWatch.Domain.Routing;
using StreamWatch.Storage.Writing;

namespace StreamWatch.Storage.Reading;

/// <summary>
/// Tells what is a copy of what came before: a route collector hears each word of a peer once, so what two files say of one peer and prefix at one
/// instant is in both. Entries of table dumps are no words of the peer; to have them twice does no harm.
/// </summary>
internal sealed class CopyFilter
{
    private readonly List<(Said Said, uint Source)> _first = [];
    private readonly Dictionary<Said, uint> _sources = [];
    private readonly Dictionary<string, uint> _collectors = [];
    private long _instant;
    private bool _isMixed;

    /// <summary>Whether the row is a copy. Rows come in order of time, and at one instant file by file.</summary>
    public bool IsCopy(in RouteRow row)
    {
        if (row.ReceivedAtMicros != _instant)
        {
            _instant = row.ReceivedAtMicros;
            _isMixed = false;
            _first.Clear();
            _sources.Clear();
            _collectors.Clear();
        }

        if (row.Kind is RouteEventKind.RibEntry or RouteEventKind.RibEnd)
        {
            return false;
        }

        var said = new Said(row.Collector, row.PeerAsn, row.PeerAddress, row.Prefix);
        _isMixed |= !_collectors.TryAdd(row.Collector, row.SourceId) && _collectors[row.Collector] != row.SourceId;
        if (!_isMixed)
        {
            _first.Add((said, row.SourceId));
            return false;
        }

        foreach (var (earlier, source) in _first)
        {
            _sources.TryAdd(earlier, source);
        }

        _first.Clear();
        return !_sources.TryAdd(said, row.SourceId) && _sources[said] != row.SourceId;
    }

    /// <summary>Of whom and what; the prefix is the default value for events of sessions.</summary>
    private readonly record struct Said(string Collector, uint PeerAsn, RouteAddress PeerAddress, Prefix Prefix);
}
