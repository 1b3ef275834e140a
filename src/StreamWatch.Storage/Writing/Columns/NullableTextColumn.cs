using System.Text;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Texts that may be missing.</summary>
public sealed class NullableTextColumn(string name) : Column(name, "Nullable(String)")
{
    private readonly PooledBytes _nulls = new();
    private readonly TextColumn _values = new(name);
    private bool _differs;

    public override bool IsDefault => !_differs;

    public override long Length => _nulls.Length + _values.Length;

    public void Append(string? text)
    {
        _nulls.Take(1)[0] = text is null ? (byte)1 : (byte)0;
        _values.Append(text is null ? [] : Encoding.UTF8.GetBytes(text));
        _differs |= text is not null;
    }

    public override void Clear()
    {
        _nulls.Clear();
        _values.Clear();
        _differs = false;
    }

    public override void Release()
    {
        Clear();
        _nulls.Release();
        _values.Release();
    }

    internal override async ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_nulls.Written, cancellationToken).ConfigureAwait(false);
        await _values.WriteToAsync(stream, cancellationToken).ConfigureAwait(false);
    }
}
