using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// Outages of ASNs by visibility: takes the events of one bin after another in order of time, and decides when a bin is
/// closed. Pure: the same events give the same answers; it has no clock and does no I/O.
/// </summary>
public sealed class VisibilityDetector
{
    private readonly CollectorWatch _collectors;
    private readonly ViewSessions _sessions;
    private readonly ViewJudge _judge;
    private readonly TableChanges _changes;
    private readonly AsnDetector _asns;
    private readonly DetectionOptions _options;

    /// <summary>Makes a detector with an empty table.</summary>
    public VisibilityDetector(DetectionOptions options, IDetectionSink sink)
    {
        _options = options;
        _collectors = new CollectorWatch(options);
        _sessions = new ViewSessions(Table.Views, Table);
        _judge = new ViewJudge(Table.Views, options);
        _changes = new TableChanges(Table);
        _asns = new AsnDetector(Table, _judge.IPv4, _judge.IPv6, options, sink);
    }

    /// <summary>What the views carry.</summary>
    public RouteTable Table { get; } = new();

    /// <summary>The first bin with an event; null before it.</summary>
    public long? FirstBin { get; private set; }

    /// <summary>Adds a view and returns its number.</summary>
    public int AddView(ViewKey key)
    {
        var number = Table.AddView(key);
        _collectors.Add(number, key.Collector);
        return number;
    }

    /// <summary>Says that the inputs hold nothing of this route collector between these times (microseconds since the epoch).</summary>
    public void DeclareUncovered(string collector, long fromMicros, long toMicros) =>
        _collectors.DeclareUncovered(collector, fromMicros, toMicros);

    /// <summary>Says that this route collector's inputs end at this time (microseconds since the epoch): its silence after it is not the networks'.</summary>
    public void EndCollector(string collector, long lastMicros) => _collectors.End(collector, lastMicros);

    /// <summary>Takes the next event. Events come in order of time and lie in the bin that is closed next.</summary>
    public void Apply(in RouteEvent e)
    {
        FirstBin ??= Math.DivRem(e.ReceivedAtMicros, _options.BinMicros).Quotient;
        Table.Views[e.View].IsHeard = true;
        if (_collectors.Hear(e) is { } away)
        {
            Table.DoubtLosses(away);
        }

        if (e.Kind == RouteEventKind.RibEntry)
        {
            _sessions.LoadRib(e.View, RouteTable.Counts(e.Prefix) ? e.Prefix.Family : null);
        }

        _sessions.Apply(e);
    }

    /// <summary>Measures the watched ASNs in the middle of a bin (<see cref="AsnDetector.Sample"/>).</summary>
    /// <param name="atMicros">Every event before this time has been applied.</param>
    public void Sample(long atMicros) => _asns.Sample(atMicros);

    /// <summary>Closes a bin: every event before its end has been applied. Bins are closed in a row, none left out.</summary>
    public void CloseBin(long bin)
    {
        _sessions.Settle([.. _sessions.Transfers.Select(transfer => transfer.Carried)]);
        var loud = _judge.Loud();
        _changes.Collect(_judge.Usable, loud);
        _judge.Judge(_changes, loud).CarryOut(Table);
        _judge.Find(_collectors.SilentIn(bin));
        _asns.TakeUp(Table.Doubts);
        Hear();
        _asns.CloseBin(bin, FirstBin ?? bin);
        Table.ClearTouched(_judge.InTransfer());
        _judge.EndBin();
    }

    /// <summary>Bins are left out: there was nothing for longer than a baseline remembers. What was withdrawn before is unknown after.</summary>
    /// <param name="bins">So many bins were empty or are left out.</param>
    public void Skip(long bins)
    {
        var all = new ViewMask();
        for (var view = 0; view < Table.Views.Count; view++)
        {
            all.Set(view, true);
        }

        Table.DoubtLosses(all);
        _asns.Skip(bins);
    }

    /// <summary>Gives out what is left; no events follow.</summary>
    public void Complete() => _asns.Complete();

    private void Hear()
    {
        foreach (var prefix in Table.TouchedPrefixes)
        {
            // The word of views that are not asked, above all of those in transfer, changes nothing.
            var family = Table.Prefixes[prefix].Family;
            var usable = family == AddressFamily.IPv4 ? _judge.IPv4 : _judge.IPv6;
            if (usable.Mask.CountIn(Table.Touched[prefix]) == 0)
            {
                continue;
            }

            for (var route = Table.FirstRoute(prefix); route >= 0; route = Table.Route(route).Next)
            {
                _asns.Hear(family, Table.Route(route).Origin);
            }
        }
    }
}
