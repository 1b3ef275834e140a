using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Routes;

/// <summary>The attributes of a batch by position: where each one's bytes begin.</summary>
internal sealed class AttributeTable
{
    private readonly Attributes _columns;
    private readonly uint[] _origins;
    private readonly int[] _originAt;
    private readonly int[] _pathAt;
    private readonly int[] _nextHopAt;
    private readonly int[] _communityAt;
    private readonly int[] _extendedAt;
    private readonly int[] _largeAt;

    /// <exception cref="ContractException">The columns do not fit together.</exception>
    public AttributeTable(Attributes columns)
    {
        _columns = columns;
        Count = columns.PathLength.Count;
        Contract.Require(columns.Origins.Count == Count && columns.Origin.Count == Count, "the columns of attributes are equally long");
        foreach (var length in new[] { columns.Med.Count, columns.LocalPref.Count, columns.Atomic.Count, columns.AggregatorAsn.Count, columns.AggregatorAddress.Count, columns.OnlyToCustomer.Count })
        {
            Contract.Require(length == Count || length == 0, "the columns of attributes are equally long, or empty");
        }

        _origins = [.. columns.OriginAsn];
        _pathAt = Starts(columns.PathLength, 1, columns.Path.Length, "AS paths");
        _originAt = Starts(columns.Origins, 1, _origins.Length, "origin ASNs");
        _communityAt = Starts(columns.Communities, 4, columns.Community.Length, "communities");
        _extendedAt = Starts(columns.ExtendedCommunities, 8, columns.ExtendedCommunity.Length, "extended communities");
        _largeAt = Starts(columns.LargeCommunities, 12, columns.LargeCommunity.Length, "large communities");
        _nextHopAt = NextHops(columns.NextHop.Span);
    }

    public int Count { get; }

    public ReadOnlySpan<uint> OriginsAt(int index) => index < 0 ? [] : _origins.AsSpan(_originAt[index].._originAt[index + 1]);

    public PathAttributeSet At(int index)
    {
        if (index < 0)
        {
            return default;
        }

        return new PathAttributeSet
        {
            Path = Slice(_columns.Path.Span, _pathAt, index),
            Origins = OriginsAt(index),
            Origin = _columns.Origin[index] is > 0 and var origin ? (byte)(origin - 1) : null,
            NextHop = PackedAddress.Unpack(_columns.NextHop.Span[(_nextHopAt[index] + 1).._nextHopAt[index + 1]]),
            Med = Less(_columns.Med, index),
            LocalPref = Less(_columns.LocalPref, index),
            Communities = Slice(_columns.Community.Span, _communityAt, index),
            ExtendedCommunities = Slice(_columns.ExtendedCommunity.Span, _extendedAt, index),
            LargeCommunities = Slice(_columns.LargeCommunity.Span, _largeAt, index),
            AtomicAggregate = _columns.Atomic.Count > 0 && _columns.Atomic[index],
            AggregatorAsn = Less(_columns.AggregatorAsn, index),
            AggregatorAddress = _columns.AggregatorAddress.Count > 0 ? _columns.AggregatorAddress[index] : 0,
            OnlyToCustomer = Less(_columns.OnlyToCustomer, index),
        };
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, int[] starts, int index) =>
        starts.Length == 0 ? [] : bytes[starts[index]..starts[index + 1]];

    private static uint? Less(Google.Protobuf.Collections.RepeatedField<ulong> column, int index) =>
        column.Count > 0 && column[index] is > 0 and <= 1UL + uint.MaxValue and var value ? (uint)(value - 1) : null;

    private int[] Starts(Google.Protobuf.Collections.RepeatedField<uint> counts, int width, int length, string name)
    {
        Contract.Require(counts.Count == Count || (counts.Count == 0 && length == 0), $"every set of attributes says how many {name} it has");
        if (counts.Count == 0)
        {
            return [];
        }

        var starts = new int[Count + 1];
        long at = 0;
        for (var i = 0; i < Count; i++)
        {
            at += counts[i] * (long)width;
            Contract.Require(at <= length, $"there are as many {name} as the attributes say");
            starts[i + 1] = (int)at;
        }

        Contract.Require(at == length, $"there are as many {name} as the attributes say");
        return starts;
    }

    private int[] NextHops(ReadOnlySpan<byte> bytes)
    {
        var starts = new int[Count + 1];
        var at = 0;
        for (var i = 0; i < Count; i++)
        {
            Contract.Require(at < bytes.Length && bytes[at] is (0 or 4 or 16), "a next hop has 0, 4 or 16 bytes");
            at += bytes[at] + 1;
            starts[i + 1] = at;
        }

        Contract.Require(at == bytes.Length, "there are as many next hops as attributes");
        return starts;
    }
}
