using System.Buffers.Binary;
using Google.Protobuf;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Schemas.Batches;

/// <summary>Addresses as the contracts carry them: 4 or 16 bytes in network order, none for no address.</summary>
public static class PackedAddress
{
    private const int Longest = 16;

    /// <summary>Bytes of an address.</summary>
    public static int LengthOf(in RouteAddress address) => address.Family switch
    {
        AddressFamily.IPv4 => 4,
        AddressFamily.IPv6 => Longest,
        _ => 0,
    };

    /// <summary>The address as bytes.</summary>
    public static ByteString Pack(in RouteAddress address)
    {
        Span<byte> bytes = stackalloc byte[Longest];
        Write(address, bytes);
        return ByteString.CopyFrom(bytes[..LengthOf(address)]);
    }

    /// <summary>Appends length and address.</summary>
    internal static void Append(Blob column, in RouteAddress address)
    {
        var length = LengthOf(address);
        var span = column.Reserve(Longest + 1);
        span[0] = (byte)length;
        Write(address, span.Slice(1, Longest));
        column.Advance(length + 1);
    }

    /// <summary>The address of these bytes.</summary>
    /// <exception cref="ContractException">They are neither 0, 4 nor 16.</exception>
    public static RouteAddress Unpack(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => default,
        4 => RouteAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        Longest => new RouteAddress(AddressFamily.IPv6, BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])),
        _ => throw new ContractException($"an address has 0, 4 or 16 bytes, not {bytes.Length}"),
    };

    private static void Write(in RouteAddress address, Span<byte> sixteen)
    {
        BinaryPrimitives.WriteUInt64BigEndian(sixteen, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(sixteen[8..], address.Low);
    }
}
