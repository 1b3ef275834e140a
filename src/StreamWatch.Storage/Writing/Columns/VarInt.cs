namespace StreamWatch.Storage.Writing.Columns;

/// <summary>ClickHouse's variable-length unsigned number: 7 bits a byte, lowest first, the high bit says that more follow.</summary>
internal static class VarInt
{
    /// <summary>Most bytes that one number takes.</summary>
    public const int MaxLength = 10;

    /// <summary>Writes the number and returns how many bytes it took; <paramref name="target"/> needs <see cref="MaxLength"/>.</summary>
    public static int Write(Span<byte> target, ulong value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        return at;
    }

    public static void Write(Stream stream, ulong value)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        stream.Write(bytes[..Write(bytes, value)]);
    }
}
