using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Routes;

/// <summary>Writes path attributes into their columns; a column that holds nothing but its default is left out.</summary>
internal sealed class AttributeColumns
{
    private const int BytesASet = 16;

    private readonly Blob _pathLengths = new();
    private readonly Blob _paths = new();
    private readonly Blob _originCounts = new();
    private readonly Blob _originAsns = new();
    private readonly Blob _origins = new();
    private readonly Blob _nextHops = new();
    private readonly Blob _meds = new();
    private readonly Blob _localPrefs = new();
    private readonly Blob _communityCounts = new();
    private readonly Blob _communities = new();
    private readonly Blob _extendedCounts = new();
    private readonly Blob _extended = new();
    private readonly Blob _largeCounts = new();
    private readonly Blob _large = new();
    private readonly Blob _atomic = new();
    private readonly Blob _aggregatorAsns = new();
    private readonly Blob _aggregatorAddresses = new();
    private readonly Blob _onlyToCustomer = new();
    private readonly (int Field, Blob Column)[] _fields;
    private bool _hasMed;
    private bool _hasLocalPref;
    private bool _hasAtomic;
    private bool _hasAggregator;
    private bool _hasOtc;

    public AttributeColumns() => _fields =
    [
        (Attributes.PathLengthFieldNumber, _pathLengths),
        (Attributes.PathFieldNumber, _paths),
        (Attributes.OriginsFieldNumber, _originCounts),
        (Attributes.OriginAsnFieldNumber, _originAsns),
        (Attributes.OriginFieldNumber, _origins),
        (Attributes.NextHopFieldNumber, _nextHops),
        (Attributes.MedFieldNumber, _meds),
        (Attributes.LocalPrefFieldNumber, _localPrefs),
        (Attributes.CommunitiesFieldNumber, _communityCounts),
        (Attributes.CommunityFieldNumber, _communities),
        (Attributes.ExtendedCommunitiesFieldNumber, _extendedCounts),
        (Attributes.ExtendedCommunityFieldNumber, _extended),
        (Attributes.LargeCommunitiesFieldNumber, _largeCounts),
        (Attributes.LargeCommunityFieldNumber, _large),
        (Attributes.AtomicFieldNumber, _atomic),
        (Attributes.AggregatorAsnFieldNumber, _aggregatorAsns),
        (Attributes.AggregatorAddressFieldNumber, _aggregatorAddresses),
        (Attributes.OnlyToCustomerFieldNumber, _onlyToCustomer),
    ];

    /// <summary>Sets of attributes.</summary>
    public int Count { get; private set; }

    /// <summary>About how many bytes they have.</summary>
    public int Bytes => (Count * BytesASet) + _paths.Length + _nextHops.Length + _communities.Length + _extended.Length + _large.Length;

    public void Clear()
    {
        foreach (var (_, column) in _fields)
        {
            column.Clear();
        }

        Count = 0;
        _hasMed = _hasLocalPref = _hasAtomic = _hasAggregator = _hasOtc = false;
    }

    public void Append(in PathAttributeSet set)
    {
        Count++;
        _pathLengths.AppendVarint((uint)set.Path.Length);
        _paths.Append(set.Path);
        _originCounts.AppendVarint((uint)set.Origins.Length);
        foreach (var asn in set.Origins)
        {
            _originAsns.AppendVarint(asn);
        }

        _origins.AppendVarint(set.Origin is { } origin ? origin + 1u : 0u);
        PackedAddress.Append(_nextHops, set.NextHop);
        AppendOptional(_meds, set.Med, ref _hasMed);
        AppendOptional(_localPrefs, set.LocalPref, ref _hasLocalPref);
        _communityCounts.AppendVarint((uint)set.Communities.Length / 4);
        _communities.Append(set.Communities);
        _extendedCounts.AppendVarint((uint)set.ExtendedCommunities.Length / 8);
        _extended.Append(set.ExtendedCommunities);
        _largeCounts.AppendVarint((uint)set.LargeCommunities.Length / 12);
        _large.Append(set.LargeCommunities);
        _atomic.AppendVarint(set.AtomicAggregate ? 1u : 0u);
        _hasAtomic |= set.AtomicAggregate;
        AppendOptional(_aggregatorAsns, set.AggregatorAsn, ref _hasAggregator);
        _aggregatorAddresses.AppendFixed32(set.AggregatorAddress);
        AppendOptional(_onlyToCustomer, set.OnlyToCustomer, ref _hasOtc);
    }

    /// <summary>Leaves out what says nothing. Returns the bytes that <see cref="WriteTo"/> writes.</summary>
    public int Finish()
    {
        LeaveOut(_meds, _hasMed);
        LeaveOut(_localPrefs, _hasLocalPref);
        LeaveOut(_atomic, _hasAtomic);
        LeaveOut(_aggregatorAsns, _hasAggregator);
        LeaveOut(_aggregatorAddresses, _hasAggregator);
        LeaveOut(_onlyToCustomer, _hasOtc);
        LeaveOut(_communityCounts, _communities.Length > 0);
        LeaveOut(_extendedCounts, _extended.Length > 0);
        LeaveOut(_largeCounts, _large.Length > 0);
        var bytes = 0;
        foreach (var (field, column) in _fields)
        {
            bytes += column.SizeAs(field);
        }

        return bytes;
    }

    /// <summary>Writes the columns as the fields of a message. Returns what is behind them.</summary>
    public Span<byte> WriteTo(Span<byte> target)
    {
        foreach (var (field, column) in _fields)
        {
            target = column.WriteAs(field, target);
        }

        return target;
    }

    private static void AppendOptional(Blob column, uint? value, ref bool has)
    {
        has |= value is not null;
        column.AppendVarint(value is { } present ? present + 1UL : 0);
    }

    private static void LeaveOut(Blob column, bool isNeeded)
    {
        if (!isNeeded)
        {
            column.Clear();
        }
    }
}
