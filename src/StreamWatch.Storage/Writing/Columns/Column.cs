using System.Text;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>One column of a <see cref="NativeBlock"/>: values in ClickHouse's Native format, in pooled memory.</summary>
public abstract class Column(string name, string type)
{
    private byte[]? _header;

    /// <summary>Name in the table.</summary>
    public string Name { get; } = name;

    /// <summary>ClickHouse type as sent; the server converts where the table's type differs (LowCardinality, for one).</summary>
    public string Type { get; } = type;

    /// <summary>True while every value is the type's default: such a column need not be sent.</summary>
    public abstract bool IsDefault { get; }

    /// <summary>Bytes of the values as sent, the header left out.</summary>
    public abstract long Length { get; }

    /// <summary>Name and type as they stand before the values.</summary>
    internal byte[] Header => _header ??= MakeHeader();

    /// <summary>Forgets the values, keeps the memory.</summary>
    public abstract void Clear();

    /// <summary>Gives the memory back to the pool; the column is empty afterwards.</summary>
    public abstract void Release();

    internal abstract ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken);

    private byte[] MakeHeader()
    {
        using var bytes = new MemoryStream();
        foreach (var text in new[] { Name, Type })
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            VarInt.Write(bytes, (ulong)utf8.Length);
            bytes.Write(utf8);
        }

        return bytes.ToArray();
    }
}
