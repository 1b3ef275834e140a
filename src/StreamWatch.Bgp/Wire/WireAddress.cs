using System.Buffers.Binary;
using System.Net;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Wire;

/// <summary>
/// An IP address as a value, so that peers and next hops can be compared and cached without allocation.
/// IPv4 stands left-aligned in the top 32 bits of <see cref="High"/>, as in <see cref="Prefix"/>. The default value is "none".
/// </summary>
/// <param name="Family">IPv4 or IPv6; 0 where there is no address.</param>
/// <param name="High">The first 64 bits, left-aligned.</param>
/// <param name="Low">The last 64 bits; 0 for IPv4.</param>
public readonly record struct WireAddress(AddressFamily Family, ulong High, ulong Low)
{
    /// <summary>Whether there is an address at all.</summary>
    public bool IsPresent => Family != default;

    /// <summary>The IPv4 address as a big-endian number; for IPv6 its first 32 bits.</summary>
    public uint IPv4Value => (uint)(High >> 32);

    /// <summary>An IPv4 address from its big-endian number.</summary>
    public static WireAddress IPv4(uint address) => new(AddressFamily.IPv4, (ulong)address << 32, 0);

    /// <summary>An IPv6 address from its 16 bytes in network order.</summary>
    public static WireAddress IPv6(ReadOnlySpan<byte> bytes) =>
        new(AddressFamily.IPv6, BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>The same address as the framework's type; allocates.</summary>
    /// <exception cref="InvalidOperationException">There is no address.</exception>
    public IPAddress ToIPAddress()
    {
        if (!IsPresent)
        {
            throw new InvalidOperationException("There is no address to convert.");
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(bytes[..(Family == AddressFamily.IPv6 ? 16 : 4)]);
    }

    public override string ToString() => IsPresent ? ToIPAddress().ToString() : "none";
}
