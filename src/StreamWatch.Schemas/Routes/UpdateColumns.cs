using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Routes;

/// <summary>Writes updates and their prefixes into their columns; prefixes that follow each other and share everything share an update.</summary>
internal sealed class UpdateColumns
{
    private const int BytesAnUpdate = 12;

    private readonly Blob _ordinals = new();
    private readonly Blob _views = new();
    private readonly Blob _received = new();
    private readonly Blob _kinds = new();
    private readonly Blob _turns = new();
    private readonly Blob _attributes = new();
    private readonly Blob _prefixCounts = new();
    private readonly Blob _prefixes = new();
    private readonly Blob _pathIds = new();
    private readonly (int Field, Blob Column)[] _fields;
    private Row _last;
    private int _updates;
    private uint _prefixesOfLast;
    private bool _hasTurns;
    private bool _hasPathIds;

    public UpdateColumns() => _fields =
    [
        (Updates.OrdinalFieldNumber, _ordinals),
        (Updates.ViewFieldNumber, _views),
        (Updates.ReceivedFieldNumber, _received),
        (Updates.KindFieldNumber, _kinds),
        (Updates.TurnFieldNumber, _turns),
        (Updates.AttributesFieldNumber, _attributes),
        (Updates.PrefixesFieldNumber, _prefixCounts),
        (Updates.PrefixFieldNumber, _prefixes),
        (Updates.PathIdFieldNumber, _pathIds),
    ];

    /// <summary>About how many bytes they have.</summary>
    public int Bytes => (_updates * BytesAnUpdate) + _prefixes.Length;

    public void Begin(long firstOrdinal)
    {
        foreach (var (_, column) in _fields)
        {
            column.Clear();
        }

        _last = new Row { Ordinal = firstOrdinal };
        _updates = 0;
        _prefixesOfLast = 0;
        _hasTurns = _hasPathIds = false;
    }

    /// <summary>Appends one elem.</summary>
    /// <param name="update">What it shares with others.</param>
    /// <param name="view">Position of its view in the batch.</param>
    /// <param name="attributes">Position of its attributes in the batch, and 1; 0 for withdrawals.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="pathId">Path identifier; 0 where there is none.</param>
    public void Append(in RouteUpdate update, uint view, uint attributes, in Prefix prefix, uint pathId)
    {
        var row = new Row
        {
            Ordinal = update.Ordinal,
            Micros = update.ReceivedAtMicros,
            View = view,
            Kind = (uint)update.Type | ((uint)update.Safi << 2) | (update.SetAside ? 16u : 0u),
            Turn = update.Turn,
            Attributes = attributes,
        };
        if (_prefixesOfLast == 0 || row != _last)
        {
            Append(row);
        }

        _prefixesOfLast++;
        PackedPrefix.Append(_prefixes, prefix);
        _pathIds.AppendVarint(pathId);
        _hasPathIds |= pathId != 0;
    }

    /// <summary>Ends the last update and leaves out what says nothing. Returns the bytes that <see cref="WriteTo"/> writes.</summary>
    public int Finish()
    {
        CountPrefixes();
        if (!_hasTurns)
        {
            _turns.Clear();
        }

        if (!_hasPathIds)
        {
            _pathIds.Clear();
        }

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

    private void Append(in Row row)
    {
        CountPrefixes();
        _ordinals.AppendVarint((uint)(row.Ordinal - _last.Ordinal));
        _views.AppendVarint(row.View);
        _received.AppendZigZag(row.Micros - _last.Micros);
        _kinds.AppendVarint(row.Kind);
        _turns.AppendVarint(row.Turn);
        _attributes.AppendVarint(row.Attributes);
        _hasTurns |= row.Turn != 0;
        _last = row;
        _updates++;
    }

    private void CountPrefixes()
    {
        if (_prefixesOfLast > 0)
        {
            _prefixCounts.AppendVarint(_prefixesOfLast);
            _prefixesOfLast = 0;
        }
    }

    /// <summary>What the prefixes of an update share, as the columns have it.</summary>
    private readonly record struct Row
    {
        public long Ordinal { get; init; }

        public long Micros { get; init; }

        public uint View { get; init; }

        public uint Kind { get; init; }

        public uint Turn { get; init; }

        public uint Attributes { get; init; }
    }
}
