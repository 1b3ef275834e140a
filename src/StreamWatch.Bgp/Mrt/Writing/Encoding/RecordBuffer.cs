using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Bgp.Mrt.Writing.Encoding;

/// <summary>Bytes of the record being written. It only grows, so that writing many records allocates nothing after the first few.</summary>
internal sealed class RecordBuffer
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void PutByte(byte value) => Reserve(1)[0] = value;

    public void PutUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), value);

    public void PutUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void PutUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);

    public void PutBytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Writes an address in 4 or 16 bytes.</summary>
    public void PutAddress(IPAddress address)
    {
        var target = Reserve(address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16);
        address.TryWriteBytes(target, out _);
    }

    /// <summary>Writes an IPv4 address; <paramref name="field"/> names it in the error.</summary>
    public void PutIPv4(IPAddress address, string field)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new UnwritableRecordException($"{field} {address} is not an IPv4 address; this field has room for 4 bytes only");
        }

        PutAddress(address);
    }

    /// <summary>Writes an ASN in 2 or 4 bytes; <paramref name="field"/> names it in the error.</summary>
    public void PutAsn(uint asn, AsnWidth width, string field)
    {
        if (width == AsnWidth.FourBytes)
        {
            PutUInt32(asn);
            return;
        }

        if (asn > ushort.MaxValue)
        {
            throw new UnwritableRecordException(
                $"AS{asn} in {field} does not fit 2 bytes; allowed is up to 65535: write AS_TRANS (23456) beside AS4_PATH, "
                + $"see {nameof(Messages.AttributeSet)}.{nameof(Messages.AttributeSet.ForTwoByteAsns)}");
        }

        PutUInt16((ushort)asn);
    }

    /// <summary>Leaves room for a 16-bit length and returns where it stands.</summary>
    public int OpenLength16()
    {
        Reserve(2);
        return Length;
    }

    /// <summary>Fills in the length opened at <paramref name="start"/>: the bytes written since.</summary>
    public void CloseLength16(int start, string field)
    {
        var length = Length - start;
        if (length > ushort.MaxValue)
        {
            throw new UnwritableRecordException($"{field} takes {length} bytes; its length field allows up to 65535");
        }

        PatchUInt16(start - 2, (ushort)length);
    }

    /// <summary>Overwrites two bytes that were written before.</summary>
    public void PatchUInt16(int at, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(at), value);

    private Span<byte> Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
