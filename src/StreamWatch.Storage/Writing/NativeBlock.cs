using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>
/// Rows on their way into one table, column by column in ClickHouse's Native format: the server takes columns over as they are, which
/// costs it a fifth of what reading RowBinary does (measured: 0.16 against 0.86 CPU seconds a million elems).
/// Not safe for concurrent use. Memory is pooled: <see cref="Clear"/> keeps it for the next block, <see cref="Dispose"/> gives it back.
/// </summary>
public abstract class NativeBlock : InsertBody, IDisposable
{
    private readonly List<Column> _columns = [];
    private byte[] _prefix = [];

    private protected NativeBlock(StoredTable table) => Table = table;

    /// <summary>Where the rows belong.</summary>
    public StoredTable Table { get; }

    /// <summary>Rows appended so far.</summary>
    public int Rows { get; private protected set; }

    /// <summary>Bytes that would be sent now.</summary>
    public override long Length => Prefix().Length + Sent().Sum(c => c.Header.Length + c.Length);

    /// <summary>The insert that takes this block: columns that hold nothing but defaults are left out of it.</summary>
    internal string InsertSql(string database) => $"INSERT INTO {database}.{Table.Name} ({string.Join(", ", Sent().Select(c => c.Name))}) FORMAT Native";

    /// <summary>Forgets the rows, keeps the memory.</summary>
    public void Clear()
    {
        Rows = 0;
        _columns.ForEach(c => c.Clear());
    }

    /// <summary>Gives the memory back to the pool. The block is empty and can be used again.</summary>
    public void Dispose()
    {
        Rows = 0;
        _columns.ForEach(c => c.Release());
        GC.SuppressFinalize(this);
    }

    public override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await stream.WriteAsync(Prefix(), cancellationToken).ConfigureAwait(false);
        foreach (var column in Sent())
        {
            await stream.WriteAsync(column.Header, cancellationToken).ConfigureAwait(false);
            await column.WriteToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes source and block number into every row; called once, just before the insert.</summary>
    internal abstract void Stamp(uint source, uint block);

    private protected TColumn Add<TColumn>(TColumn column)
        where TColumn : Column
    {
        _columns.Add(column);
        return column;
    }

    // One column always goes along, or the row count would have nothing to stand on.
    private IEnumerable<Column> Sent() => _columns.Where((c, i) => i == 0 || !c.IsDefault);

    private byte[] Prefix()
    {
        using var bytes = new MemoryStream(2 * VarInt.MaxLength);
        VarInt.Write(bytes, (ulong)Sent().Count());
        VarInt.Write(bytes, (ulong)Rows);
        return _prefix.AsSpan().SequenceEqual(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) ? _prefix : _prefix = bytes.ToArray();
    }
}
