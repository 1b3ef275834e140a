using System.Text;
using StreamWatch.Domain.Routing;
using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of elems of one source; about 160 bytes a row in memory. Good sizes are 50,000 to 200,000 rows.</summary>
public sealed class ElemBlock : NativeBlock
{
    private readonly NumberColumn<long> _receivedAt;
    private readonly TextColumn _collector;
    private readonly NumberColumn<uint> _peerAsn;
    private readonly AddressColumn _peerAddress;
    private readonly NumberColumn<byte> _type;
    private readonly AddressColumn _prefixAddress;
    private readonly NumberColumn<byte> _prefixLength;
    private readonly NumberColumn<byte> _safi;
    private readonly NumberColumn<uint> _pathId;
    private readonly TextColumn _asPath;
    private readonly ListColumn<uint> _originAsns;
    private readonly NumberColumn<sbyte> _origin;
    private readonly AddressColumn _nextHop;
    private readonly NullableColumn<uint> _med;
    private readonly NullableColumn<uint> _localPref;
    private readonly ListColumn<uint> _communities;
    private readonly ListColumn<ulong> _extendedCommunities;
    private readonly TripleListColumn _largeCommunities;
    private readonly NumberColumn<byte> _atomic;
    private readonly NumberColumn<uint> _aggregatorAsn;
    private readonly AddressColumn _aggregatorAddress;
    private readonly NumberColumn<uint> _otc;
    private readonly NumberColumn<byte> _setAside;
    private readonly NumberColumn<uint> _turn;
    private readonly SourceColumns _source;
    private byte[] _collectorName = [];

    public ElemBlock()
        : base(StoredTable.Elems)
    {
        _receivedAt = Add(new NumberColumn<long>("received_at", "DateTime64(6, 'UTC')"));
        _collector = Add(new TextColumn("collector"));
        _peerAsn = Add(new NumberColumn<uint>("peer_asn", "UInt32"));
        _peerAddress = Add(new AddressColumn("peer_address"));
        _type = Add(new NumberColumn<byte>("elem_type", "Enum8('rib' = 1, 'announce' = 2, 'withdraw' = 3)"));
        _prefixAddress = Add(new AddressColumn("prefix_address"));
        _prefixLength = Add(new NumberColumn<byte>("prefix_length", "UInt8"));
        _safi = Add(new NumberColumn<byte>("safi", "UInt8"));
        _pathId = Add(new NumberColumn<uint>("path_id", "UInt32"));
        _asPath = Add(new TextColumn("as_path"));
        _originAsns = Add(new ListColumn<uint>("origin_asns"));
        _origin = Add(new NumberColumn<sbyte>("origin", "Enum8('none' = 0, 'igp' = 1, 'egp' = 2, 'incomplete' = 3)"));
        _nextHop = Add(new AddressColumn("next_hop"));
        _med = Add(new NullableColumn<uint>("med", "UInt32"));
        _localPref = Add(new NullableColumn<uint>("local_pref", "UInt32"));
        _communities = Add(new ListColumn<uint>("communities"));
        _extendedCommunities = Add(new ListColumn<ulong>("extended_communities"));
        _largeCommunities = Add(new TripleListColumn("large_communities"));
        _atomic = Add(new NumberColumn<byte>("atomic_aggregate", "UInt8"));
        _aggregatorAsn = Add(new NumberColumn<uint>("aggregator_asn", "UInt32"));
        _aggregatorAddress = Add(new AddressColumn("aggregator_address"));
        _otc = Add(new NumberColumn<uint>("only_to_customer", "UInt32"));
        _setAside = Add(new NumberColumn<byte>("set_aside", "UInt8"));
        _turn = Add(new NumberColumn<uint>("turn", "UInt32"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    /// <summary>Name of the route collector for the rows that follow, for example <c>rrc00</c>.</summary>
    public string Collector
    {
        get => Encoding.UTF8.GetString(_collectorName);
        set => _collectorName = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Appends one elem; nothing is allocated once the block has grown to its size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row is a peer state.</exception>
    public void Append(in ElemRow row)
    {
        if (row.Type is < ElemType.RibEntry or > ElemType.Withdrawal)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row.Type, "elems are rib entries, announcements and withdrawals; peer states go to PeerStateBlock");
        }

        var prefix = row.Prefix;
        _receivedAt.Append(row.ReceivedAtMicroseconds);
        _collector.Append(_collectorName);
        _peerAsn.Append(row.PeerAsn);
        _peerAddress.Append(row.PeerAddress);
        _type.Append((byte)row.Type);
        _prefixAddress.Append(prefix.Family, prefix.High, prefix.Low);
        _prefixLength.Append(prefix.Length);
        _safi.Append(row.Safi == 0 ? (byte)1 : row.Safi);
        _pathId.Append(row.PathId);
        _asPath.Append(row.AsPath);
        _originAsns.Append(row.OriginAsns);
        _origin.Append(row.Origin is { } origin and < 3 ? (sbyte)(origin + 1) : (sbyte)0);
        _nextHop.Append(row.NextHop);
        _med.Append(row.Med);
        _localPref.Append(row.LocalPref);
        _communities.AppendBigEndian(row.Communities);
        _extendedCommunities.AppendBigEndian(row.ExtendedCommunities);
        _largeCommunities.AppendBigEndian(row.LargeCommunities);
        _atomic.Append(row.AtomicAggregate ? (byte)1 : (byte)0);
        _aggregatorAsn.Append(row.AggregatorAsn ?? 0);
        _aggregatorAddress.Append(row.AggregatorAddress);
        _otc.Append(row.OnlyToCustomer ?? 0);
        _setAside.Append(row.SetAside ? (byte)1 : (byte)0);
        _turn.Append(row.Turn);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
