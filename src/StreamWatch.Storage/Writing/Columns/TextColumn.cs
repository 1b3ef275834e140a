using System.Text;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Texts or bytes: each with its length in front.</summary>
public sealed class TextColumn(string name) : Column(name, "String")
{
    private readonly PooledBytes _values = new();
    private bool _differs;

    public override bool IsDefault => !_differs;

    public override long Length => _values.Length;

    /// <summary>Appends bytes as they are, usually UTF-8.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        var room = _values.Take(VarInt.MaxLength + utf8.Length);
        var prefix = VarInt.Write(room, (ulong)utf8.Length);
        utf8.CopyTo(room[prefix..]);
        _values.GiveBack(VarInt.MaxLength - prefix);
        _differs |= !utf8.IsEmpty;
    }

    /// <summary>Appends a text.</summary>
    public void Append(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var size = Encoding.UTF8.GetByteCount(text);
        var room = _values.Take(VarInt.MaxLength + size);
        var prefix = VarInt.Write(room, (ulong)size);
        Encoding.UTF8.GetBytes(text, room[prefix..]);
        _values.GiveBack(VarInt.MaxLength - prefix);
        _differs |= size > 0;
    }

    public override void Clear()
    {
        _values.Clear();
        _differs = false;
    }

    public override void Release()
    {
        Clear();
        _values.Release();
    }

    internal override ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken) => stream.WriteAsync(_values.Written, cancellationToken);
}
