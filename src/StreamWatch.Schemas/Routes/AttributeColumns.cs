using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Routes;

/// <summary>Writes path attributes into their columns; a column that holds nothing but its default is left out.</summary>
internal sealed class AttributeColumns
{
    private const int BytesASet = 16;

    private readonly Blob _paths = new();
    private readonly Blob _nextHops = new();
    private readonly Blob _communities = new();
    private readonly Blob _extended = new();
    private readonly Blob _large = new();
    private int _sets;
    private bool _hasMed;
    private bool _hasLocalPref;
    private bool _hasAtomic;
    private bool _hasAggregator;
    private bool _hasOtc;

    public int Bytes => (_sets * BytesASet) + _paths.Length + _nextHops.Length + _communities.Length + _extended.Length + _large.Length;

    public void Clear(Attributes columns)
    {
        columns.PathLength.Clear();
        columns.Origins.Clear();
        columns.OriginAsn.Clear();
        columns.Origin.Clear();
        columns.Med.Clear();
        columns.LocalPref.Clear();
        columns.Communities.Clear();
        columns.ExtendedCommunities.Clear();
        columns.LargeCommunities.Clear();
        columns.Atomic.Clear();
        columns.AggregatorAsn.Clear();
        columns.AggregatorAddress.Clear();
        columns.OnlyToCustomer.Clear();
        foreach (var blob in new[] { _paths, _nextHops, _communities, _extended, _large })
        {
            blob.Clear();
        }

        _sets = 0;
        _hasMed = _hasLocalPref = _hasAtomic = _hasAggregator = _hasOtc = false;
    }

    public void Append(Attributes columns, in PathAttributeSet set)
    {
        _sets++;
        columns.PathLength.Add((uint)set.Path.Length);
        _paths.Append(set.Path);
        columns.Origins.Add((uint)set.Origins.Length);
        foreach (var asn in set.Origins)
        {
            columns.OriginAsn.Add(asn);
        }

        columns.Origin.Add(set.Origin is { } origin ? origin + 1u : 0u);
        PackedAddress.Append(_nextHops.Writer, set.NextHop);
        columns.Med.Add(OneMore(set.Med, ref _hasMed));
        columns.LocalPref.Add(OneMore(set.LocalPref, ref _hasLocalPref));
        columns.Communities.Add((uint)set.Communities.Length / 4);
        _communities.Append(set.Communities);
        columns.ExtendedCommunities.Add((uint)set.ExtendedCommunities.Length / 8);
        _extended.Append(set.ExtendedCommunities);
        columns.LargeCommunities.Add((uint)set.LargeCommunities.Length / 12);
        _large.Append(set.LargeCommunities);
        columns.Atomic.Add(set.AtomicAggregate);
        _hasAtomic |= set.AtomicAggregate;
        columns.AggregatorAsn.Add(OneMore(set.AggregatorAsn, ref _hasAggregator));
        columns.AggregatorAddress.Add(set.AggregatorAddress);
        columns.OnlyToCustomer.Add(OneMore(set.OnlyToCustomer, ref _hasOtc));
    }

    /// <summary>Leaves out what says nothing, and hands over the bytes.</summary>
    public void Finish(Attributes columns)
    {
        LeaveOut(columns.Med, _hasMed);
        LeaveOut(columns.LocalPref, _hasLocalPref);
        LeaveOut(columns.Atomic, _hasAtomic);
        LeaveOut(columns.AggregatorAsn, _hasAggregator);
        LeaveOut(columns.AggregatorAddress, _hasAggregator);
        LeaveOut(columns.OnlyToCustomer, _hasOtc);
        LeaveOut(columns.Communities, _communities.Length > 0);
        LeaveOut(columns.ExtendedCommunities, _extended.Length > 0);
        LeaveOut(columns.LargeCommunities, _large.Length > 0);
        columns.Path = _paths.View();
        columns.NextHop = _nextHops.View();
        columns.Community = _communities.View();
        columns.ExtendedCommunity = _extended.View();
        columns.LargeCommunity = _large.View();
    }

    private static ulong OneMore(uint? value, ref bool has)
    {
        has |= value is not null;
        return value is { } present ? present + 1UL : 0;
    }

    private static void LeaveOut<T>(Google.Protobuf.Collections.RepeatedField<T> column, bool isNeeded)
    {
        if (!isNeeded)
        {
            column.Clear();
        }
    }
}
