using System.Buffers.Binary;

namespace StreamWatch.Bgp.Mrt;

/// <summary>The common header of an MRT record, RFC 6396 sections 2 and 3.</summary>
/// <param name="Seconds">Seconds since the Unix epoch, UTC.</param>
/// <param name="Microseconds">Microseconds of the extended header; 0 without one. Files exist where it passes 999,999.</param>
/// <param name="Type">Record type.</param>
/// <param name="Subtype">Record subtype, see <see cref="MrtSubtype"/>.</param>
/// <param name="BodyLength">Bytes behind the header; for extended headers without the 4 bytes of microseconds.</param>
/// <param name="Offset">Where the record starts, in bytes of the decompressed stream.</param>
public readonly record struct MrtHeader(uint Seconds, uint Microseconds, MrtType Type, ushort Subtype, int BodyLength, long Offset)
{
    /// <summary>Size of the plain header.</summary>
    public const int Size = 12;

    /// <summary>Size of the extended header.</summary>
    public const int ExtendedSize = 16;

    /// <summary>
    /// Longest record that is believed, 64 MiB: a RIB record of 65,535 entries stays under it. A longer length means that the file is torn or not MRT.
    /// </summary>
    public const int MaxRecordLength = 64 << 20;

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long TimeMicros => (Seconds * 1_000_000L) + Microseconds;

    /// <summary>Whether the type carries the 4 bytes of microseconds.</summary>
    public bool IsExtended => Type is MrtType.Bgp4MpEt or MrtType.IsisEt or MrtType.Ospfv3Et;

    /// <summary>Bytes of the header: 12, or 16 with microseconds.</summary>
    public int HeaderLength => IsExtended ? ExtendedSize : Size;

    /// <summary>Bytes of the whole record.</summary>
    public int RecordLength => HeaderLength + BodyLength;

    /// <summary>Reads a header from the start of <paramref name="bytes"/>, which may be shorter than the record.</summary>
    /// <param name="bytes">The stream from the record's first byte on.</param>
    /// <param name="offset">Offset of that byte in the decompressed stream.</param>
    /// <param name="header">The header where the result is <see cref="MrtHeaderStatus.Ok"/>.</param>
    public static MrtHeaderStatus TryRead(ReadOnlySpan<byte> bytes, long offset, out MrtHeader header)
    {
        if (bytes.Length < Size)
        {
            header = default;
            return MrtHeaderStatus.NeedMore;
        }

        var type = (MrtType)BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
        var micros = 0u;
        if (type is MrtType.Bgp4MpEt or MrtType.IsisEt or MrtType.Ospfv3Et)
        {
            if (bytes.Length < ExtendedSize)
            {
                header = default;
                return MrtHeaderStatus.NeedMore;
            }

            // RFC 6396 section 3: the length counts the microseconds.
            micros = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
            length = length < 4 ? uint.MaxValue : length - 4;
        }

        header = new MrtHeader(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            micros,
            type,
            BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]),
            (int)Math.Min(length, int.MaxValue),
            offset);
        return length > MaxRecordLength ? MrtHeaderStatus.TooLong : MrtHeaderStatus.Ok;
    }
}
