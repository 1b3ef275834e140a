using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using View = StreamWatch.Domain.Routing.View;

namespace StreamWatch.Topology.Buckets;

/// <summary>
/// A bucket's part of the views' tables, and what it knows of the whole of them: the sizes and sessions of all views, and which may be asked. Goes through each
/// bin as every other bucket does: applies its events, reports what its part is like, adds up all reports, and judges.
/// </summary>
internal sealed class BucketTables
{
    /// <summary>Of so many origins one at least is carried, where a table is anything like whole.</summary>
    private const int LooksForOne = 16;

    private readonly int _buckets;
    private readonly List<View> _views = [];
    private readonly ViewIndex _index = new();
    private readonly ViewSessions _sessions;
    private readonly ViewJudge _judge;
    private readonly TableChanges _changes;
    private readonly SummedChanges _summed = new();
    private readonly Dictionary<(int View, int Turn), int> _lostSessions = [];
    private ViewMask _silent = new();
    private ViewMask _loud = new();
    private int _originsTold;

    public BucketTables(DetectionOptions options, int buckets)
    {
        _buckets = buckets;
        Collectors = new CollectorWatch(options);
        _sessions = new ViewSessions(_views, Table);
        _judge = new ViewJudge(_views, options);
        _changes = new TableChanges(Table);
    }

    /// <summary>This bucket's part.</summary>
    public RouteTable Table { get; } = new() { TracksChanges = true };

    /// <summary>When the route collectors were heard.</summary>
    public CollectorWatch Collectors { get; }

    /// <summary>The views of all buckets, by number.</summary>
    public IReadOnlyList<View> Views => _views;

    /// <summary>The views that may be asked about IPv4.</summary>
    public UsableViews IPv4 => _judge.IPv4;

    /// <summary>The views that may be asked about IPv6.</summary>
    public UsableViews IPv6 => _judge.IPv6;

    /// <summary>Whether somebody was loud, or may have lost as much as it carries, so that the origins have to be known.</summary>
    public bool AsksForOrigins { get; private set; }

    /// <summary>Takes up what all buckets said of a bin before its events are applied.</summary>
    /// <returns>What is to be done between the events.</returns>
    /// <exception cref="ContractException">A dump holds a view that was never met.</exception>
    public BinPlan Plan(BinStep step)
    {
        TakeUpViews(step.Views.Select(ViewCodec.Read));
        var plan = new BinPlan();
        foreach (var slot in step.Slots)
        {
            if (Collectors.Hear(slot.Collector, slot.FirstMicros, slot.LastMicros, (int)slot.Count) is { } away)
            {
                plan.Doubts.Add((slot.FirstMicros, away));
            }
        }

        plan.Doubts.Sort((one, other) => one.AtMicros.CompareTo(other.AtMicros));
        Contract.Require(step.Loads.All(load => load.View < _views.Count), "a dump's view was told before");
        plan.Loads.AddRange(step.Loads.Select(load => ((int)load.Part, (int)load.View, load.Families)));
        return plan;
    }

    /// <summary>Number of a view that was taken up.</summary>
    public int NumberOf(ViewKey key) => _index.NumberOf(key);

    /// <summary>A part of the bin begins, behind so many ends of dumps: these views' dumps are read in it.</summary>
    public void BeginPart(BinPlan plan, int part)
    {
        foreach (var (_, view, families) in plan.Loads.Where(load => load.Part == part))
        {
            _sessions.LoadRib(view, (families & 1) != 0 ? AddressFamily.IPv4 : null);
            _sessions.LoadRib(view, (families & 2) != 0 ? AddressFamily.IPv6 : null);
        }
    }

    /// <summary>Applies an event of the bin; its view is numbered as in every bucket.</summary>
    public void Apply(in RouteEvent e) => _sessions.Apply(e);

    /// <summary>The bin's events have been applied: what this part is like.</summary>
    public TableReport Report(long bin)
    {
        _changes.Collect(_judge.Usable, new ViewMask());
        var report = new TableReport
        {
            Bin = bin,
            MetIpv4 = (uint)Table.Met[AddressFamily.IPv4],
            MetIpv6 = (uint)Table.Met[AddressFamily.IPv6],
            Lost = new OriginSets(),
            LostAlone = new OriginSets(),
        };
        var moved = _sessions.Transfers.Select(transfer => transfer.View).ToHashSet();
        for (var number = 0; number < _views.Count; number++)
        {
            var part = Table.Views[number];
            report.Touched.Add((uint)part.TouchedPrefixes.Total);
            report.CarriedIpv4.Add((uint)part.CarriedPrefixes[AddressFamily.IPv4]);
            report.CarriedIpv6.Add((uint)part.CarriedPrefixes[AddressFamily.IPv6]);
            report.KnownIpv4.Add((uint)part.KnownPrefixes[AddressFamily.IPv4]);
            report.KnownIpv6.Add((uint)part.KnownPrefixes[AddressFamily.IPv6]);
            var retold = _views[number].InTransfer || moved.Contains(number) ? Retold(number) : default;
            report.RetoldIpv4.Add(retold.IPv4);
            report.RetoldIpv6.Add(retold.IPv6);
            OriginSetsCodec.Add(report.Lost, (uint)number, _changes.LostOrigins(number));
            OriginSetsCodec.Add(report.LostAlone, (uint)number, _changes.LostAloneOrigins(number));
            report.SpokenAtMost.Add((uint)_changes.SpokenAtMost(number));
            report.CarriedOrigins.Add((uint)CountCarried(number));
        }

        foreach (var (view, carried) in _sessions.Transfers)
        {
            if (carried is { } before)
            {
                report.LostSession.Add((uint)view);
                report.LostSessionCarried.Add((uint)before);
            }
        }

        for (; _originsTold < Table.Origins.Count; _originsTold++)
        {
            report.NewOrigins.Add(Table.Origins[_originsTold]);
        }

        return report;
    }

    /// <summary>Begins to take up the report of all buckets.</summary>
    public void BeginSum()
    {
        _summed.Begin(_views.Count);
        _lostSessions.Clear();
        foreach (var view in _views)
        {
            view.TouchedPrefixes.Clear();
            view.CarriedPrefixes.Clear();
            view.KnownPrefixes.Clear();
        }
    }

    /// <summary>Takes up a part of the report of all buckets.</summary>
    /// <exception cref="ContractException">It does not speak of the views that there are.</exception>
    public void Add(TableReport report)
    {
        var rows = report.Touched.Count;
        Contract.Require(
            (rows == _views.Count || rows == 0) && report.CarriedIpv4.Count == rows && report.CarriedIpv6.Count == rows && report.KnownIpv4.Count == rows
            && report.KnownIpv6.Count == rows && report.RetoldIpv4.Count == rows && report.RetoldIpv6.Count == rows
            && report.CarriedOrigins.Count == rows && report.SpokenAtMost.Count == rows,
            "a report has a value for each view");
        for (var number = 0; number < rows; number++)
        {
            var view = _views[number];
            view.TouchedPrefixes.Add(AddressFamily.IPv4, (int)report.Touched[number]);
            view.CarriedPrefixes.Add(AddressFamily.IPv4, (int)report.CarriedIpv4[number]);
            view.CarriedPrefixes.Add(AddressFamily.IPv6, (int)report.CarriedIpv6[number]);
            view.KnownPrefixes.Add(AddressFamily.IPv4, (int)report.KnownIpv4[number]);
            view.KnownPrefixes.Add(AddressFamily.IPv6, (int)report.KnownIpv6[number]);
        }

        var turns = new Dictionary<int, int>();
        for (var i = 0; i < report.LostSession.Count; i++)
        {
            var view = (int)report.LostSession[i];
            var turn = turns.GetValueOrDefault(view);
            turns[view] = turn + 1;
            _lostSessions[(view, turn)] = _lostSessions.GetValueOrDefault((view, turn)) + (int)report.LostSessionCarried[i];
        }

        _summed.Add(report);
    }

    /// <summary>All of it was taken up: which views were loud, and whether the origins have to be known.</summary>
    public void Sum()
    {
        var turns = new Dictionary<int, int>();
        var carried = new List<int?>();
        foreach (var (view, isLost) in _sessions.Transfers.Select(transfer => (transfer.View, transfer.Carried is not null)))
        {
            var turn = turns.GetValueOrDefault(view);
            turns[view] = turn + (isLost ? 1 : 0);
            carried.Add(isLost ? _lostSessions[(view, turn)] : null);
        }

        _sessions.Settle(carried);
        _loud = _judge.Loud();
        for (var view = 0; view < _views.Count; view++)
        {
            // Whoever cannot have spoken of so many origins need not be asked of how many.
            _loud.Set(view, _loud.Contains(view) && _summed.SpokenAtMost(view) > TransferWatch.TableShare * _summed.Origins);
        }

        AsksForOrigins = _loud.Count > 0 || Losers().Any();
    }

    /// <summary>The origins that have to be known to judge.</summary>
    public OriginReport Origins(long bin)
    {
        _changes.Collect(_judge.Usable, _loud);
        var report = new OriginReport { Bin = bin, Spoken = new OriginSets(), Carried = new OriginSets() };
        for (var number = 0; number < _views.Count; number++)
        {
            if (_loud.Contains(number))
            {
                OriginSetsCodec.Add(report.Spoken, (uint)number, _changes.SpokenOrigins(number));
            }
        }

        foreach (var number in Losers())
        {
            var lost = _summed.LostOrigins(number);
            OriginSetsCodec.Add(report.Carried, (uint)number, _changes.CarriedOrigins(number, lost, lost.Count));
        }

        return report;
    }

    /// <summary>Takes up a part of the origins of all buckets.</summary>
    public void Add(OriginReport report) => _summed.Add(report);

    /// <summary>All of it was taken up: judges which views may be asked, and does to this part what that does.</summary>
    public void Judge(long bin)
    {
        var orders = _judge.Judge(_summed, _loud);
        orders.CarryOut(Table);
        for (var number = 0; number < _views.Count; number++)
        {
            Resize(number, AddressFamily.IPv4, _summed.Met.IPv4, orders);
            Resize(number, AddressFamily.IPv6, _summed.Met.IPv6, orders);
        }

        _silent = Collectors.SilentIn(bin);
        _judge.Find(_silent);
    }

    /// <summary>The bin is over.</summary>
    public void EndBin()
    {
        Table.ClearTouched(_judge.InTransfer());
        _judge.EndBin();
    }

    /// <summary>Bins are left out: what was withdrawn before is unknown after.</summary>
    public void Skip()
    {
        var all = new ViewMask();
        for (var view = 0; view < _views.Count; view++)
        {
            all.Set(view, true);
        }

        Table.DoubtLosses(all);
    }

    /// <summary>The sizes of a view after the orders, which all buckets carry out alike.</summary>
    private void Resize(int number, AddressFamily family, int met, TableOrders orders)
    {
        var view = _views[number];
        if (orders.ForgetUntouched.Contains(number))
        {
            var forgotten = _summed.Retold(number, family) - view.CarriedPrefixes[family];
            view.CarriedPrefixes.Add(family, forgotten);
            view.KnownPrefixes.Add(family, forgotten);
        }

        if (orders.MarkComplete.Contains(number) && Table.Complete(family).Contains(number))
        {
            view.KnownPrefixes.Add(family, met - view.KnownPrefixes[family]);
        }
    }

    /// <summary>
    /// Origins that a view carries for certain, counted as far as is enough to tell that it lost less than it carries: the bucket in which it lost the most has its
    /// share of all that it lost at least. Only where it has enough prefixes that looking is worth the while; where no bucket tells, the origins are asked for.
    /// </summary>
    private int CountCarried(int number)
    {
        var enough = (int)Math.Min(2L * _buckets * _changes.Lost(number), int.MaxValue / LooksForOne);
        return enough == 0 || Table.Views[number].CarriedPrefixes.Total <= enough ? 0 : _changes.CountCarried(number, enough, LooksForOne * enough);
    }

    private IEnumerable<int> Losers()
    {
        for (var number = 0; number < _views.Count; number++)
        {
            if (_summed.Lost(number) is var lost && lost >= TransferWatch.LeastOrigins && _summed.SurelyCarried(number) <= lost)
            {
                yield return number;
            }
        }
    }

    private (uint IPv4, uint IPv6) Retold(int number)
    {
        var (ipv4, ipv6) = (0u, 0u);
        foreach (var prefix in Table.TouchedPrefixes)
        {
            if (Table.Touched.Get(prefix, number) && Table.Carried.Get(prefix, number))
            {
                var isIPv4 = Table.Prefixes[prefix].Family == AddressFamily.IPv4;
                (ipv4, ipv6) = (ipv4 + (isIPv4 ? 1u : 0), ipv6 + (isIPv4 ? 0 : 1u));
            }
        }

        return (ipv4, ipv6);
    }

    private void TakeUpViews(IEnumerable<ViewKey> keys)
    {
        foreach (var key in keys)
        {
            var (number, isNew) = _index.TakeUp(key);
            if (isNew)
            {
                _views.Add(new View(key) { IsHeard = true });
                Table.AddView(key);
                Collectors.Add(number, key.Collector);
            }
        }
    }
}
