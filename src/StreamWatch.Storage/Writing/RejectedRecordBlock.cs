using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>A block of rejected records of one source.</summary>
public sealed class RejectedRecordBlock : NativeBlock
{
    private readonly TextColumn _name;
    private readonly NumberColumn<ulong> _offset;
    private readonly TextColumn _reason;
    private readonly TextColumn _bytes;
    private readonly NullableColumn<long> _receivedAt;
    private readonly SourceColumns _source;

    public RejectedRecordBlock()
        : base(StoredTable.RejectedRecords)
    {
        _name = Add(new TextColumn("source"));
        _offset = Add(new NumberColumn<ulong>("offset", "UInt64"));
        _reason = Add(new TextColumn("reason"));
        _bytes = Add(new TextColumn("first_bytes"));
        _receivedAt = Add(new NullableColumn<long>("received_at", "DateTime64(6, 'UTC')"));
        _source = new SourceColumns(Add(new NumberColumn<uint>("source_id", "UInt32")), Add(new NumberColumn<uint>("block", "UInt32")));
    }

    public void Append(in RejectedRecordRow row)
    {
        _name.Append(row.Source);
        _offset.Append((ulong)row.Offset);
        _reason.Append(row.Reason);
        _bytes.Append(row.Bytes[..Math.Min(row.Bytes.Length, RejectedRecordRow.KeptBytes)]);
        _receivedAt.Append(row.ReceivedAtMicroseconds);
        Rows++;
    }

    internal override void Stamp(uint source, uint block) => _source.Stamp(Rows, source, block);
}
