using System.Buffers.Binary;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Addresses as ClickHouse's IPv6: 16 bytes in network order, IPv4 mapped (<c>::ffff:a.b.c.d</c>), <c>::</c> where there is none.</summary>
public sealed class AddressColumn(string name) : Column(name, "IPv6")
{
    private const ulong Mapped = 0x0000_FFFF_0000_0000;
    private readonly PooledBytes _values = new();
    private bool _differs;

    public override bool IsDefault => !_differs;

    public override long Length => _values.Length;

    /// <summary>Appends an address as <see cref="Prefix"/> keeps it: left-aligned.</summary>
    public void Append(AddressFamily family, ulong high, ulong low)
    {
        var room = _values.Take(16);
        if (family == AddressFamily.IPv4)
        {
            low = Mapped | (high >> 32);
            high = 0;
        }

        BinaryPrimitives.WriteUInt64BigEndian(room, high);
        BinaryPrimitives.WriteUInt64BigEndian(room[8..], low);
        _differs |= (high | low) != 0;
    }

    /// <summary>Appends an address.</summary>
    public void Append(RouteAddress address) => Append(address.Family, address.High, address.Low);

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
