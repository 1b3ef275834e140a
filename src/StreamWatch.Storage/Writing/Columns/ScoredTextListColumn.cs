using System.Buffers.Binary;
using System.Text;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Arrays of texts with a number each: where each array ends, then all texts, then all numbers. For paths that are not hot.</summary>
public sealed class ScoredTextListColumn(string name) : Column(name, "Array(Tuple(String, Float32))")
{
    private readonly PooledBytes _ends = new();
    private readonly PooledBytes _texts = new();
    private readonly PooledBytes _scores = new();
    private ulong _count;

    public override bool IsDefault => _count == 0;

    public override long Length => (long)_ends.Length + _texts.Length + _scores.Length;

    /// <summary>Appends one array.</summary>
    public void Append(IReadOnlyCollection<(string Text, float Score)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (var (text, score) in items)
        {
            var size = Encoding.UTF8.GetByteCount(text);
            var room = _texts.Take(VarInt.MaxLength + size);
            var prefix = VarInt.Write(room, (ulong)size);
            Encoding.UTF8.GetBytes(text, room[prefix..]);
            _texts.GiveBack(VarInt.MaxLength - prefix);
            BinaryPrimitives.WriteSingleLittleEndian(_scores.Take(sizeof(float)), score);
        }

        _count += (ulong)items.Count;
        BinaryPrimitives.WriteUInt64LittleEndian(_ends.Take(sizeof(ulong)), _count);
    }

    public override void Clear()
    {
        _ends.Clear();
        _texts.Clear();
        _scores.Clear();
        _count = 0;
    }

    public override void Release()
    {
        Clear();
        _ends.Release();
        _texts.Release();
        _scores.Release();
    }

    internal override async ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_ends.Written, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_texts.Written, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_scores.Written, cancellationToken).ConfigureAwait(false);
    }
}
