using StreamWatch.Bgp.Attributes;

namespace StreamWatch.Bgp.Text;

/// <summary>AS paths as text: ASNs with spaces between, a set as <c>{1,2}</c>, confederations as <c>(1 2)</c> and <c>[1,2]</c>.</summary>
public static class AsPathText
{
    /// <summary>Room that every path fits into: 64 KiB of attribute hold at most 32,767 two-byte ASNs.</summary>
    public const int MaxLength = 512 << 10;

    /// <summary>Writes the whole path and returns the number of bytes. A malformed path is <c>! Error !</c>.</summary>
    /// <param name="path">The path.</param>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    /// <exception cref="ArgumentException">There is less room.</exception>
    public static unsafe int Write(AsPath path, Span<byte> to)
    {
        if (to.Length < MaxLength)
        {
            throw new ArgumentException($"{to.Length:N0} bytes of room; {MaxLength:N0} are needed", nameof(to));
        }

        fixed (byte* start = to)
        {
            return (int)(AttributeText.Path(start, path, int.MaxValue) - start);
        }
    }
}
