using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>What the tables of all buckets together went through in a bin.</summary>
internal sealed class SummedChanges : ITableChanges
{
    private readonly HashSet<uint> _origins = [];
    private readonly List<HashSet<uint>> _lost = [];
    private readonly List<HashSet<uint>> _lostAlone = [];
    private readonly List<HashSet<uint>> _spoken = [];
    private readonly List<HashSet<uint>> _carried = [];
    private readonly List<(int IPv4, int IPv6)> _retold = [];
    private readonly List<int> _mostCarried = [];
    private readonly List<long> _spokenAtMost = [];

    /// <inheritdoc/>
    public int Origins => _origins.Count;

    /// <summary>Prefixes met so far, by family.</summary>
    public (int IPv4, int IPv6) Met { get; private set; }

    /// <summary>Begins a bin with so many views.</summary>
    public void Begin(int views)
    {
        Begin(_lost, views);
        Begin(_lostAlone, views);
        Begin(_spoken, views);
        Begin(_carried, views);
        _retold.Clear();
        _retold.AddRange(Enumerable.Repeat((0, 0), views));
        _mostCarried.Clear();
        _mostCarried.AddRange(Enumerable.Repeat(0, views));
        _spokenAtMost.Clear();
        _spokenAtMost.AddRange(Enumerable.Repeat(0L, views));
        Met = default;
    }

    /// <summary>Takes up a part of the report of all buckets.</summary>
    public void Add(TableReport report)
    {
        _origins.UnionWith(report.NewOrigins);
        OriginSetsCodec.Unite(report.Lost, _lost);
        OriginSetsCodec.Unite(report.LostAlone, _lostAlone);
        for (var view = 0; view < report.RetoldIpv4.Count; view++)
        {
            _retold[view] = (_retold[view].IPv4 + (int)report.RetoldIpv4[view], _retold[view].IPv6 + (int)report.RetoldIpv6[view]);
            _spokenAtMost[view] += report.SpokenAtMost[view];
            _mostCarried[view] = Math.Max(_mostCarried[view], (int)report.CarriedOrigins[view]);
        }

        Met = (Met.IPv4 + (int)report.MetIpv4, Met.IPv6 + (int)report.MetIpv6);
    }

    /// <inheritdoc cref="Add(TableReport)"/>
    public void Add(OriginReport report)
    {
        OriginSetsCodec.Unite(report.Spoken, _spoken);
        OriginSetsCodec.Unite(report.Carried, _carried);
    }

    /// <summary>Origins of which the view lost a prefix.</summary>
    public IReadOnlySet<uint> LostOrigins(int view) => _lost[view];

    /// <summary>Origins that it carries for certain, other than those of which it lost a prefix: what one bucket counted, were all of those among them.</summary>
    public int SurelyCarried(int view) => Math.Max(0, _mostCarried[view] - Lost(view));

    /// <summary>No more origins than that are those of whose prefixes it spoke.</summary>
    public long SpokenAtMost(int view) => _spokenAtMost[view];

    /// <summary>Prefixes of a family that the view carries and spoke of since its transfer began.</summary>
    public int Retold(int view, AddressFamily family) => family == AddressFamily.IPv4 ? _retold[view].IPv4 : _retold[view].IPv6;

    /// <inheritdoc/>
    public int Lost(int view) => _lost[view].Count;

    /// <inheritdoc/>
    public int LostAlone(int view) => _lostAlone[view].Count;

    /// <inheritdoc/>
    public int Spoken(int view) => _spoken[view].Count;

    /// <inheritdoc/>
    public int Carried(int view, int enough) => Math.Min(Math.Max(_carried[view].Count, SurelyCarried(view)), enough + 1);

    /// <inheritdoc/>
    public int Retold(int view) => _retold[view].IPv4 + _retold[view].IPv6;

    private static void Begin(List<HashSet<uint>> sets, int views)
    {
        foreach (var set in sets)
        {
            set.Clear();
        }

        while (sets.Count < views)
        {
            sets.Add([]);
        }
    }
}
