using System.Buffers.Binary;
using System.Text;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Arrays of texts: where each array ends (counted in items from the start of the column), then all texts with their lengths in front. For paths that are not hot.</summary>
public sealed class TextListColumn(string name) : Column(name, "Array(String)")
{
    private readonly PooledBytes _ends = new();
    private readonly PooledBytes _items = new();
    private ulong _count;

    public override bool IsDefault => _count == 0;

    public override long Length => _ends.Length + _items.Length;

    /// <summary>Appends one array.</summary>
    public void Append(IReadOnlyCollection<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var text in texts)
        {
            var size = Encoding.UTF8.GetByteCount(text);
            var room = _items.Take(VarInt.MaxLength + size);
            var prefix = VarInt.Write(room, (ulong)size);
            Encoding.UTF8.GetBytes(text, room[prefix..]);
            _items.GiveBack(VarInt.MaxLength - prefix);
        }

        _count += (ulong)texts.Count;
        BinaryPrimitives.WriteUInt64LittleEndian(_ends.Take(sizeof(ulong)), _count);
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
}
