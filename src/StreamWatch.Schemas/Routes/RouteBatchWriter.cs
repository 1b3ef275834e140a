using Google.Protobuf;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Routes;

/// <summary>
/// Fills the batch of one partition for one round after another. Nothing is allocated for an elem once the columns have grown; a batch that is written costs
/// its own bytes. Not thread-safe.
/// </summary>
/// <remarks>
/// The columns are encoded here and not by the generated classes, which measure and write them number by number. A message is the sequence of its fields, so it
/// is put together from what stands before the columns, the columns and what stands behind them: the bytes are those of the generated classes.
/// </remarks>
/// <param name="views">Key of a view by its number in the session.</param>
public sealed class RouteBatchWriter(Func<int, ViewKey> views)
{
    private readonly RouteBatch _front = new();
    private readonly RouteBatch _back = new();
    private readonly UpdateColumns _updates = new();
    private readonly AttributeColumns _attributes = new();
    private uint[] _viewPositions = [];
    private long _firstOrdinal;
    private long _attributesOf;

    /// <summary>Elems in the batch.</summary>
    public int Elems { get; private set; }

    /// <summary>About how many bytes it has now.</summary>
    public int Bytes => _updates.Bytes + _attributes.Bytes;

    /// <summary>Begins the batch of a round.</summary>
    /// <param name="firstOrdinal">Where the ordinals of the round begin.</param>
    public void Begin(long firstOrdinal)
    {
        _front.Views.Clear();
        _back.Marks.Clear();
        _back.Rejected.Clear();
        _back.Records = null;
        _back.Declaration = null;
        _updates.Begin(firstOrdinal);
        _attributes.Clear();
        Array.Clear(_viewPositions);
        _firstOrdinal = firstOrdinal;
        _attributesOf = 0;
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
        if (message != 0 && message != _attributesOf)
        {
            _attributes.Append(attributes);
            _attributesOf = message;
        }

        _updates.Append(update, PositionOf(update.View), message == 0 ? 0 : (uint)_attributes.Count, prefix, pathId);
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
        _back.Marks.Add(own);
    }

    /// <summary>Appends a record that could not be read.</summary>
    public void Append(RejectedInput rejected) => _back.Rejected.Add(rejected);

    /// <summary>Takes what stands in one partition, or one round, alone.</summary>
    public void Attach(Records? records, Declaration? declaration)
    {
        _back.Records = records;
        _back.Declaration = declaration;
    }

    /// <summary>The batch as a message.</summary>
    public byte[] Write(BatchHeader header)
    {
        _front.Header = header;
        var (front, updates, attributes, back) = (_front.CalculateSize(), _updates.Finish(), _attributes.Finish(), _back.CalculateSize());
        var bytes = new byte[front + back
            + Blob.SizeOfHead(RouteBatch.UpdatesFieldNumber, updates) + updates
            + Blob.SizeOfHead(RouteBatch.AttributesFieldNumber, attributes) + attributes];
        _front.WriteTo(bytes.AsSpan(0, front));
        var rest = Blob.WriteHead(RouteBatch.UpdatesFieldNumber, updates, bytes.AsSpan(front));
        rest = Blob.WriteHead(RouteBatch.AttributesFieldNumber, attributes, _updates.WriteTo(rest));
        _back.WriteTo(_attributes.WriteTo(rest));
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
            _front.Views.Add(new Contracts.View
            {
                Number = (uint)number,
                Collector = key.Collector,
                PeerAsn = key.Asn,
                PeerAddress = key.Address.Equals(System.Net.IPAddress.None) ? ByteString.Empty : PackedAddress.Pack(RouteAddress.From(key.Address)),
            });
            _viewPositions[number] = (uint)_front.Views.Count;
        }

        return _viewPositions[number] - 1;
    }
}
