using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>One table of everything, judged as the in-process detection judges it (<see cref="VisibilityDetector"/>).</summary>
sealed class WholeTable
{
    readonly ViewSessions _sessions;
    readonly ViewJudge _judge;
    readonly TableChanges _changes;

    public WholeTable(DetectionOptions options)
    {
        _sessions = new ViewSessions(Table.Views, Table);
        _judge = new ViewJudge(Table.Views, options);
        _changes = new TableChanges(Table);
    }

    public RouteTable Table { get; } = new();

    public UsableViews IPv4 => _judge.IPv4;

    public void Add(ViewKey key) => Table.Views[Table.AddView(key)].IsHeard = true;

    public void Close(IEnumerable<RouteEvent> events)
    {
        foreach (var e in events)
        {
            if (e.Kind == RouteEventKind.RibEntry)
            {
                _sessions.LoadRib(e.View, AddressFamily.IPv4);
            }

            _sessions.Apply(e);
        }

        _sessions.Settle([.. _sessions.Transfers.Select(transfer => transfer.Carried)]);
        var loud = _judge.Loud();
        _changes.Collect(_judge.Usable, loud);
        _judge.Judge(_changes, loud).CarryOut(Table);
        _judge.Find(new ViewMask());
        Table.ClearTouched(_judge.InTransfer());
        _judge.EndBin();
    }
}
