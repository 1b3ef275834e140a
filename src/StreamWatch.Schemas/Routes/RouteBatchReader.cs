using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Routes;

/// <summary>Reads a batch of routes, update by update in the order in which it was written. Checked as a whole before anything is given out. Not thread-safe.</summary>
public sealed class RouteBatchReader
{
    private readonly Updates _updates;
    private readonly AttributeTable _attributes;
    private long _ordinal;
    private long _micros;
    private int _update = -1;
    private int _prefixesLeft;
    private int _prefixAt;
    private int _prefix;

    /// <summary>Reads and checks a message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="partition">The partition that it was read from.</param>
    /// <exception cref="ContractException">It is not what the contract says.</exception>
    public RouteBatchReader(ReadOnlySpan<byte> bytes, int partition)
    {
        Batch = Contract.Parse(RouteBatch.Parser, bytes);
        Contract.Check(Batch.Header, partition, header => header.RoutePartitions);
        _updates = Batch.Updates ?? new Updates();
        _attributes = new AttributeTable(Batch.Attributes ?? new Attributes());
        Addresses = [.. Batch.Views.Select(view => PackedAddress.Unpack(view.PeerAddress.Span))];
        Check();
        _ordinal = (long)Header.FirstOrdinal;
    }

    /// <summary>The message.</summary>
    public RouteBatch Batch { get; }

    public BatchHeader Header => Batch.Header;

    /// <summary>Addresses of the views' peers, by the view's position.</summary>
    public IReadOnlyList<RouteAddress> Addresses { get; }

    /// <summary>Elems in it.</summary>
    public int Elems { get; private set; }

    /// <summary>The update that was reached.</summary>
    public RouteUpdate Update { get; private set; }

    /// <summary>Its attributes; for a withdrawal all empty.</summary>
    public PathAttributeSet Attributes => _attributes.At((int)_updates.Attributes[_update] - 1);

    /// <summary>Its origins alone; none for a withdrawal.</summary>
    public ReadOnlySpan<uint> Origins => _attributes.OriginsAt((int)_updates.Attributes[_update] - 1);

    /// <summary>Goes on to the next update; false at the end.</summary>
    public bool NextUpdate()
    {
        while (_prefixesLeft > 0)
        {
            NextPrefix(out _, out _);
        }

        if (++_update >= _updates.Ordinal.Count)
        {
            return false;
        }

        _ordinal += _updates.Ordinal[_update];
        _micros += _updates.Received[_update];
        _prefixesLeft = (int)_updates.Prefixes[_update];
        var kind = _updates.Kind[_update];
        Update = new RouteUpdate
        {
            Ordinal = _ordinal,
            View = (int)_updates.View[_update],
            ReceivedAtMicros = _micros,
            Type = (ElemType)(kind & 3),
            Safi = (byte)(kind >> 2 & 3),
            SetAside = (kind & 16) != 0,
            Turn = _updates.Turn.Count == 0 ? 0 : _updates.Turn[_update],
        };
        return true;
    }

    /// <summary>Prefixes of the update that are still to come.</summary>
    public int PrefixesLeft => _prefixesLeft;

    /// <summary>What the update means to a table, but for its prefixes: each is an event of its own.</summary>
    /// <param name="view">Number of its view where the event goes.</param>
    public RouteEvent EventOf(int view)
    {
        var origins = Origins;
        return new RouteEvent
        {
            ReceivedAtMicros = Update.ReceivedAtMicros,
            View = view,
            Kind = Update.Type switch
            {
                ElemType.RibEntry => RouteEventKind.RibEntry,
                ElemType.Announcement => RouteEventKind.Announcement,
                _ => RouteEventKind.Withdrawal,
            },
            // A route without a path is the peer's own.
            Origin = Update.Type == ElemType.Withdrawal ? 0 : origins.IsEmpty ? Batch.Views[Update.View].PeerAsn : origins[0],
            OriginSet = origins.Length > 1 ? origins.ToArray() : null,
        };
    }

    /// <summary>What a mark means to the table of its view; null where it means nothing to it.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="view">Number of its view where the event goes.</param>
    public static RouteEvent? EventOf(RouteMark mark, int view)
    {
        if (mark.SetAside)
        {
            return null;
        }

        RouteEventKind? kind = mark.Kind switch
        {
            RouteMark.Types.Kind.PeerState => SessionChange.Kind((PeerState)mark.OldState, (PeerState)mark.NewState),
            RouteMark.Types.Kind.EndOfRib => RouteEventKind.EndOfRib,
            RouteMark.Types.Kind.TableEnd => RouteEventKind.RibEnd,
            _ => null,
        };
        return kind is { } known ? new RouteEvent { ReceivedAtMicros = mark.AtMicros, View = view, Kind = known } : null;
    }

    /// <summary>The next prefix of the update; false where there is none.</summary>
    public bool NextPrefix(out Prefix prefix, out uint pathId)
    {
        if (_prefixesLeft == 0)
        {
            prefix = default;
            pathId = 0;
            return false;
        }

        _prefixesLeft--;
        pathId = _updates.PathId.Count == 0 ? 0 : _updates.PathId[_prefix];
        _prefix++;
        prefix = PackedPrefix.Read(_updates.Prefix.Span, ref _prefixAt);
        return true;
    }

    private void Check()
    {
        var rows = _updates.Ordinal.Count;
        Contract.Require(
            _updates.View.Count == rows && _updates.Received.Count == rows && _updates.Kind.Count == rows && _updates.Attributes.Count == rows && _updates.Prefixes.Count == rows
            && (_updates.Turn.Count == rows || _updates.Turn.Count == 0),
            "the columns of updates are equally long");
        long elems = 0;
        for (var i = 0; i < rows; i++)
        {
            Contract.Require(_updates.View[i] < Batch.Views.Count, "an update's view is among the views");
            Contract.Require(_updates.Attributes[i] <= _attributes.Count, "an update's attributes are among the attributes");
            Contract.Require(_updates.Kind[i] is < 32 and var kind && (kind & 3) != 0 && (kind >> 2 & 3) != 0, "an update's kind has a type, a SAFI and a flag");
            Contract.Require((_updates.Attributes[i] == 0) == ((_updates.Kind[i] & 3) == (uint)ElemType.Withdrawal), "withdrawals alone have no attributes");
            elems += _updates.Prefixes[i];
        }

        var at = 0;
        var prefixes = 0;
        for (var span = _updates.Prefix.Span; at < span.Length; prefixes++)
        {
            var length = PackedPrefix.LengthAt(span[at..]);
            Contract.Require(length > 0, "a prefix has at most 32 or 128 bits and is whole");
            at += length;
        }

        Contract.Require(prefixes == elems, "there are as many prefixes as the updates say");
        Contract.Require(_updates.PathId.Count == elems || _updates.PathId.Count == 0, "the columns of prefixes are equally long");
        Contract.Require(Batch.Records is not { } records || records.Ordinal.Count == records.Received.Count, "the columns of records are equally long");
        foreach (var mark in Batch.Marks)
        {
            Contract.Require(mark.Kind is >= RouteMark.Types.Kind.PeerState and <= RouteMark.Types.Kind.CollectorEnd, "a mark's kind is known");
            Contract.Require(
                mark.Kind is RouteMark.Types.Kind.FileEnd or RouteMark.Types.Kind.CollectorEnd || mark.View < Batch.Views.Count,
                "a mark's view is among the views");
        }

        Elems = prefixes;
    }
}
