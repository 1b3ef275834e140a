using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Engine.Stories;

/// <summary>The peers' tables while a story goes on, and what was said of them.</summary>
sealed class World(int views)
{
    readonly SortedDictionary<Prefix, uint>[] _tables = [.. Enumerable.Range(0, views).Select(_ => new SortedDictionary<Prefix, uint>())];
    readonly bool[] _hung = new bool[views];

    /// <summary>Event time, microseconds since the epoch.</summary>
    public long Now { get; set; }

    public List<RouteEvent> Said { get; } = [];

    public SortedDictionary<Prefix, uint> Table(int view) => _tables[view];

    public World Copy()
    {
        var copy = new World(_tables.Length);
        for (var view = 0; view < _tables.Length; view++)
        {
            foreach (var (prefix, origin) in _tables[view])
            {
                copy._tables[view][prefix] = origin;
            }
        }

        return copy;
    }

    public void Announce(int view, Prefix prefix, uint origin)
    {
        _tables[view][prefix] = origin;
        Say(view, RouteEventKind.Announcement, prefix, origin);
    }

    public void Withdraw(int view, Prefix prefix)
    {
        if (_tables[view].Remove(prefix))
        {
            Say(view, RouteEventKind.Withdrawal, prefix);
        }
    }

    /// <summary>Says a word on a prefix that the peer carries and goes on carrying.</summary>
    public void Repeat(int view, Prefix prefix, RouteEventKind kind)
    {
        if (_tables[view].TryGetValue(prefix, out var origin))
        {
            Say(view, kind, prefix, kind == RouteEventKind.Withdrawal ? 0 : origin);
        }
    }

    public void SayTable(int view, RouteEventKind kind)
    {
        foreach (var (prefix, origin) in _tables[view])
        {
            Say(view, kind, prefix, origin);
        }
    }

    public void SendPart(int view, int part, int parts)
    {
        var number = 0;
        foreach (var (prefix, origin) in _tables[view])
        {
            if (number++ % parts == part)
            {
                Say(view, RouteEventKind.Announcement, prefix, origin);
            }
        }
    }

    public void WithdrawPart(int view, int part, int parts)
    {
        var number = 0;
        foreach (var prefix in _tables[view].Keys)
        {
            if (number++ % parts == part)
            {
                Say(view, RouteEventKind.Withdrawal, prefix);
            }
        }
    }

    /// <summary>The session falls: the peer goes on living but is not heard.</summary>
    public void Hang(int view, RouteEventKind? word)
    {
        if (word is { } kind)
        {
            Say(view, kind);
        }

        _hung[view] = true;
    }

    /// <summary>The session comes back.</summary>
    public void Return(int view, RouteEventKind? word)
    {
        _hung[view] = false;
        if (word is { } kind)
        {
            Say(view, kind);
        }
    }

    public void Say(int view, RouteEventKind kind, Prefix prefix = default, uint origin = 0)
    {
        if (!_hung[view])
        {
            Said.Add(new RouteEvent { ReceivedAtMicros = Now, View = view, Kind = kind, Prefix = prefix, Origin = origin });
        }
    }
}
