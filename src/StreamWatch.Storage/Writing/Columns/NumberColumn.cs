using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Values of one fixed size, little-endian as ClickHouse and every platform of .NET that this runs on keep them.</summary>
/// <typeparam name="T">The unmanaged type whose bytes are the value's: byte, ushort, uint, long, float ...</typeparam>
public sealed class NumberColumn<T>(string name, string type) : Column(name, type)
    where T : unmanaged, IEquatable<T>
{
    private readonly PooledBytes _values = new();
    private bool _differs;

    public override bool IsDefault => !_differs;

    public override long Length => _values.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(T value)
    {
        MemoryMarshal.Write(_values.Take(Unsafe.SizeOf<T>()), in value);
        _differs |= !value.Equals(default);
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
