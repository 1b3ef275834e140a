using System.Buffers.Binary;
using System.Net;

namespace StreamWatch.Domain.Routing;

/// <summary>An IP address as a value, left-aligned as in <see cref="Prefix"/>; the default value is "none" and is stored as <c>::</c>.</summary>
/// <param name="Family">IPv4 or IPv6; 0 for none.</param>
/// <param name="High">The first 64 bits, IPv4 in the top 32.</param>
/// <param name="Low">The last 64 bits; 0 for IPv4.</param>
public readonly record struct RouteAddress(AddressFamily Family, ulong High, ulong Low)
{
    /// <summary>An IPv4 address from its big-endian number.</summary>
    public static RouteAddress IPv4(uint address) => new(AddressFamily.IPv4, (ulong)address << 32, 0);

    /// <summary>The value as the framework's address; <see cref="IPAddress.None"/> for none.</summary>
    public IPAddress ToIPAddress()
    {
        if (Family == default)
        {
            return IPAddress.None;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(bytes[..(Family == AddressFamily.IPv6 ? 16 : 4)]);
    }

    /// <summary>The framework's address as a value.</summary>
    public static RouteAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? IPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new RouteAddress(AddressFamily.IPv6, BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }
}
