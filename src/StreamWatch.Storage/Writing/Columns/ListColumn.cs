using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Arrays of unsigned numbers: where each array ends (counted in items from the start of the column), then all items.</summary>
/// <typeparam name="T"><see cref="uint"/> or <see cref="ulong"/>.</typeparam>
public sealed class ListColumn<T> : Column
    where T : unmanaged
{
    private readonly PooledBytes _ends = new();
    private readonly PooledBytes _items = new();
    private ulong _count;

    public ListColumn(string name)
        : base(name, typeof(T) == typeof(uint) ? "Array(UInt32)" : "Array(UInt64)")
    {
        if (typeof(T) != typeof(uint) && typeof(T) != typeof(ulong))
        {
            throw new NotSupportedException($"a list column holds uint or ulong, not {typeof(T)}");
        }
    }

    public override bool IsDefault => _count == 0;

    public override long Length => _ends.Length + _items.Length;

    /// <summary>Appends one array of numbers.</summary>
    public void Append(ReadOnlySpan<T> items)
    {
        if (!items.IsEmpty)
        {
            var bytes = MemoryMarshal.AsBytes(items);
            bytes.CopyTo(_items.Take(bytes.Length));
        }

        End(items.Length);
    }

    /// <summary>Appends one array whose items stand big-endian in <paramref name="wire"/>, as BGP sends them; a cut last item is left out.</summary>
    public void AppendBigEndian(ReadOnlySpan<byte> wire)
    {
        var count = 0;
        if (!wire.IsEmpty)
        {
            if (typeof(T) == typeof(uint))
            {
                count = wire.Length / sizeof(uint);
                var target = MemoryMarshal.Cast<byte, uint>(_items.Take(count * sizeof(uint)));
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(wire)[..count], target);
            }
            else
            {
                count = wire.Length / sizeof(ulong);
                var target = MemoryMarshal.Cast<byte, ulong>(_items.Take(count * sizeof(ulong)));
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(wire)[..count], target);
            }
        }

        End(count);
    }

    public override void Clear()
    {
        _ends.Clear();
        _items.Clear();
        _count = 0;
    }

    public override void Release()
    {
        Clear();
        _ends.Release();
        _items.Release();
    }

    internal override async ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_ends.Written, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_items.Written, cancellationToken).ConfigureAwait(false);
    }

    private void End(int count)
    {
        _count += (ulong)count;
        BinaryPrimitives.WriteUInt64LittleEndian(_ends.Take(sizeof(ulong)), _count);
    }
}
