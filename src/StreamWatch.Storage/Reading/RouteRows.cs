using System.Buffers;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Storage.Reading;

/// <summary>
/// Reads what peers said: received_at, collector, peer_asn, peer_address, kind, old_state, new_state, prefix_address, prefix_length, path_id,
/// origin_asns. The kind is that of an elem, or one of the numbers below.
/// </summary>
internal sealed class RouteRows
{
    /// <summary>Kind of a change of a session's state.</summary>
    public const byte State = (byte)ElemType.PeerState;

    /// <summary>Kind of the end of a table dump.</summary>
    public const byte TableEnd = 5;

    /// <summary>Kind of an End-of-RIB marker.</summary>
    public const byte EndOfRib = 6;

    private const int LongestIPv4 = 32;
    private readonly RowBinaryValues _values = new();

    public bool TryRead(ref SequenceReader<byte> bytes, out RouteRow row)
    {
        row = default;
        if (!bytes.TryReadLittleEndian(out long receivedAt)
            || !_values.TryRead(ref bytes, out string? collector)
            || !RowBinaryValues.TryRead(ref bytes, out uint peerAsn)
            || !RowBinaryValues.TryRead(ref bytes, out RouteAddress peerAddress)
            || !bytes.TryRead(out var kind)
            || !bytes.TryRead(out var oldState)
            || !bytes.TryRead(out var newState)
            || !RowBinaryValues.TryRead(ref bytes, out RouteAddress network)
            || !bytes.TryRead(out var length)
            || !RowBinaryValues.TryRead(ref bytes, out uint pathId)
            || !TryReadOrigins(ref bytes, peerAsn, out var origin, out var set))
        {
            return false;
        }

        var hasPrefix = kind < State;
        row = new RouteRow
        {
            ReceivedAtMicros = receivedAt,
            Collector = collector,
            PeerAsn = peerAsn,
            PeerAddress = peerAddress,
            Kind = Event(kind, (PeerState)oldState, (PeerState)newState),
            Prefix = hasPrefix ? Network(network, length) : default,
            PathId = pathId,
            Origin = hasPrefix && kind != (byte)ElemType.Withdrawal ? origin : 0,
            OriginSet = set,
        };
        return true;
    }

    private static RouteEventKind? Event(byte kind, PeerState from, PeerState to) => kind switch
    {
        (byte)ElemType.RibEntry => RouteEventKind.RibEntry,
        (byte)ElemType.Announcement => RouteEventKind.Announcement,
        (byte)ElemType.Withdrawal => RouteEventKind.Withdrawal,
        State => SessionChange.Kind(from, to),
        TableEnd => RouteEventKind.RibEnd,
        EndOfRib => RouteEventKind.EndOfRib,
        _ => throw new StorageException($"an answer of ClickHouse holds an elem of kind {kind}, which this version does not know"),
    };

    /// <summary>IPv4 stands mapped into IPv6; no IPv6 prefix of so few bits has such an address.</summary>
    private static Prefix Network(RouteAddress address, byte length) => address.Family == AddressFamily.IPv4 && length > LongestIPv4
        ? new Prefix(AddressFamily.IPv6, 0, RowBinaryValues.Mapped | (address.High >> 32), length)
        : new Prefix(address.Family == default ? AddressFamily.IPv6 : address.Family, address.High, address.Low, length);

    /// <summary>A list: its length, then its numbers. A route without a path is the peer's own.</summary>
    private static bool TryReadOrigins(ref SequenceReader<byte> bytes, uint peerAsn, out uint origin, out uint[]? set)
    {
        origin = peerAsn;
        set = null;
        if (!RowBinaryValues.TryReadLength(ref bytes, out var count) || bytes.Remaining < count * sizeof(uint))
        {
            return false;
        }

        set = count > 1 ? new uint[count] : null;
        for (var i = 0; i < count; i++)
        {
            _ = RowBinaryValues.TryRead(ref bytes, out uint asn);
            origin = i == 0 ? asn : origin;
            if (set is not null)
            {
                set[i] = asn;
            }
        }

        return true;
    }
}
