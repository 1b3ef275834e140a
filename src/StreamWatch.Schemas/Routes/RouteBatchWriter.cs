using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Routes;

/// <summary>
/// Fills the batch of one partition for one round after another. Nothing is allocated for an elem once the columns have grown; a batch that is written costs
/// its own bytes. Not thread-safe.
/// </summary>
/// <param name="views">Key of a view by its number in the session.</param>
public sealed class RouteBatchWriter(Func<int, ViewKey> views)
{
    private const int BytesAnUpdate = 12;

    private readonly RouteBatch _batch = new() { Updates = new Updates(), Attributes = new Attributes() };
    private readonly AttributeColumns _attributes = new();
    private readonly Blob _prefixes = new();
    private uint[] _viewPositions = [];
    private long _firstOrdinal;
    private long _lastOrdinal;
    private long _lastMicros;
    private long _attributesOf;
    private bool _hasTurns;
    private bool _hasPathIds;

    /// <summary>Elems in the batch.</summary>
    public int Elems { get; private set; }

    /// <summary>About how many bytes it has now.</summary>
    public int Bytes => (_batch.Updates.Ordinal.Count * BytesAnUpdate) + _prefixes.Length + _attributes.Bytes;

    /// <summary>Begins the batch of a round.</summary>
    /// <param name="firstOrdinal">Where the ordinals of the round begin.</param>
    public void Begin(long firstOrdinal)
    {
        var updates = _batch.Updates;
        _batch.Views.Clear();
        _batch.Marks.Clear();
        _batch.Rejected.Clear();
        _batch.Records = null;
        _batch.Declaration = null;
        updates.Ordinal.Clear();
        updates.View.Clear();
        updates.Received.Clear();
        updates.Kind.Clear();
        updates.Turn.Clear();
        updates.Attributes.Clear();
        updates.Prefixes.Clear();
        updates.PathId.Clear();
        _attributes.Clear(_batch.Attributes);
        _prefixes.Clear();
        Array.Clear(_viewPositions);
        _firstOrdinal = _lastOrdinal = firstOrdinal;
        _lastMicros = 0;
        _attributesOf = 0;
        _hasTurns = _hasPathIds = false;
        Elems = 0;
    }

    /// <summary>Appends one elem; those of a message that follow each other share an update.</summary>
    /// <param name="update">What they share.</param>
    /// <param name="message">Number of the message that its attributes belong to, from 1; another number means other attributes. 0 for withdrawals.</param>
    /// <param name="attributes">Its attributes; not looked at where the message is the one before, and for withdrawals.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="pathId">Path identifier; 0 where there is none.</param>
    public void Append(in RouteUpdate update, long message, in PathAttributeSet attributes, in Prefix prefix, uint pathId)
    {
        var columns = _batch.Updates;
        var last = columns.Ordinal.Count - 1;
        var kind = (uint)update.Type | ((uint)update.Safi << 2) | (update.SetAside ? 16u : 0u);
        var view = PositionOf(update.View);
        var index = 0u;
        if (message != 0)
        {
            if (message != _attributesOf)
            {
                _attributes.Append(_batch.Attributes, attributes);
                _attributesOf = message;
            }

            index = (uint)_batch.Attributes.PathLength.Count;
        }

        if (last >= 0 && _lastOrdinal == update.Ordinal && columns.Kind[last] == kind && columns.Attributes[last] == index && columns.View[last] == view
            && columns.Turn[last] == update.Turn && _lastMicros == update.ReceivedAtMicros)
        {
            columns.Prefixes[last]++;
        }
        else
        {
            columns.Ordinal.Add((uint)(update.Ordinal - _lastOrdinal));
            columns.View.Add(view);
            columns.Received.Add(update.ReceivedAtMicros - _lastMicros);
            columns.Kind.Add(kind);
            columns.Turn.Add(update.Turn);
            columns.Attributes.Add(index);
            columns.Prefixes.Add(1);
            _lastOrdinal = update.Ordinal;
            _lastMicros = update.ReceivedAtMicros;
            _hasTurns |= update.Turn != 0;
        }

        PackedPrefix.Append(_prefixes.Writer, prefix);
        columns.PathId.Add(pathId);
        _hasPathIds |= pathId != 0;
        Elems++;
    }

    /// <summary>Appends a mark; <see cref="RouteMark.View"/> is set to the view's position.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="ordinal">Its place in what the producer read.</param>
    /// <param name="view">Number of its view in the session; null where it has none.</param>
    public void Append(RouteMark mark, long ordinal, int? view)
    {
        ArgumentNullException.ThrowIfNull(mark);
        var own = mark.Clone();
        own.Ordinal = (uint)(ordinal - _firstOrdinal);
        own.View = view is { } number ? PositionOf(number) : 0;
        _batch.Marks.Add(own);
    }

    /// <summary>Appends a record that could not be read.</summary>
    public void Append(RejectedInput rejected) => _batch.Rejected.Add(rejected);

    /// <summary>Takes what stands in one partition, or one round, alone.</summary>
    public void Attach(Records? records, Declaration? declaration)
    {
        _batch.Records = records;
        _batch.Declaration = declaration;
    }

    /// <summary>The batch as a message.</summary>
    public byte[] Write(BatchHeader header)
    {
        var updates = _batch.Updates;
        _batch.Header = header;
        if (!_hasTurns)
        {
            updates.Turn.Clear();
        }

        if (!_hasPathIds)
        {
            updates.PathId.Clear();
        }

        updates.Prefix = _prefixes.View();
        _attributes.Finish(_batch.Attributes);
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(_batch);
        updates.Prefix = Google.Protobuf.ByteString.Empty;
        return bytes;
    }

    private uint PositionOf(int number)
    {
        if (number >= _viewPositions.Length)
        {
            Array.Resize(ref _viewPositions, Math.Max(64, (number + 1) * 2));
        }

        if (_viewPositions[number] == 0)
        {
            var key = views(number);
            _batch.Views.Add(new Contracts.View
            {
                Number = (uint)number,
                Collector = key.Collector,
                PeerAsn = key.Asn,
                PeerAddress = key.Address.Equals(System.Net.IPAddress.None) ? Google.Protobuf.ByteString.Empty : PackedAddress.Pack(RouteAddress.From(key.Address)),
            });
            _viewPositions[number] = (uint)_batch.Views.Count;
        }

        return _viewPositions[number] - 1;
    }
}
