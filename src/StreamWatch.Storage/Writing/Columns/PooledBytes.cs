using System.Buffers;
using System.Runtime.CompilerServices;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>A growing piece of pooled memory. Nothing is allocated once it has grown to what a block needs.</summary>
internal sealed class PooledBytes
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Room for <paramref name="size"/> more bytes, counted as written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Take(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Grow(size);
        }

        var room = _bytes.AsSpan(Length, size);
        Length += size;
        return room;
    }

    /// <summary>Takes back bytes that <see cref="Take"/> gave too many.</summary>
    public void GiveBack(int size) => Length -= size;

    public void Clear() => Length = 0;

    public void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = [];
        Length = 0;
    }

    private void Grow(int size)
    {
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(4096, _bytes.Length * 2), checked(Length + size)));
        _bytes.AsSpan(0, Length).CopyTo(grown);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = grown;
    }
}
