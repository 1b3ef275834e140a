using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Numbers that may be missing: a map of the missing ones (1 = null), then all values.</summary>
public sealed class NullableColumn<T>(string name, string type) : Column(name, $"Nullable({type})")
    where T : unmanaged, IEquatable<T>
{
    private readonly PooledBytes _nulls = new();
    private readonly PooledBytes _values = new();
    private bool _differs;

    public override bool IsDefault => !_differs;

    public override long Length => _nulls.Length + _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(T? value)
    {
        _nulls.Take(1)[0] = value.HasValue ? (byte)0 : (byte)1;
        var number = value.GetValueOrDefault();
        MemoryMarshal.Write(_values.Take(Unsafe.SizeOf<T>()), in number);
        _differs |= value.HasValue;
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
        await stream.WriteAsync(_values.Written, cancellationToken).ConfigureAwait(false);
    }
}
