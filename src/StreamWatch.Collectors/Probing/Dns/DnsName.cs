using System.Globalization;
using System.Text;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>A domain name: labels of 1 to 63 bytes, 255 bytes on the wire at most (RFC 1035 section 2.3.4). Names are equal whatever their case (RFC 4343).</summary>
public sealed class DnsName : IEquatable<DnsName>
{
    /// <summary>Most bytes of a name on the wire, the root's empty label included.</summary>
    public const int LongestWire = 255;

    /// <summary>Most bytes of a label.</summary>
    public const int LongestLabel = 63;

    private readonly byte[] wire;

    private DnsName(byte[] wire) => this.wire = wire;

    /// <summary>The root: no label.</summary>
    public static DnsName Root { get; } = new([0]);

    /// <summary>Length-prefixed labels and the empty one at the end, without compression.</summary>
    public ReadOnlySpan<byte> Wire => wire;

    /// <summary>Reads a name as people write it: labels between dots, a dot at the end or not, <c>\.</c> and <c>\DDD</c> for other bytes (RFC 1035 section 5.1). ASCII only.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DnsName name)
    {
        name = Root;
        if (text is "." or "")
        {
            return true;
        }

        Span<byte> wire = stackalloc byte[LongestWire];
        int labelAt = 0, at = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var one = (int)text[i];
            if (one == '.')
            {
                if (at == labelAt + 1)
                {
                    return false;
                }

                wire[labelAt] = (byte)(at - labelAt - 1);
                labelAt = at++;
                if (at > LongestWire)
                {
                    return false;
                }

                continue;
            }

            if (one == '\\' ? !Unescape(text, ref i, out one) : one > 0x7E)
            {
                return false;
            }

            if (at - labelAt > LongestLabel || at >= LongestWire)
            {
                return false;
            }

            wire[at++] = (byte)one;
        }

        if (at > labelAt + 1)
        {
            wire[labelAt] = (byte)(at - labelAt - 1);
            labelAt = at++;
            if (at > LongestWire)
            {
                return false;
            }
        }

        wire[labelAt] = 0;
        name = new DnsName(wire[..(labelAt + 1)].ToArray());
        return true;
    }

    /// <summary>The name of labels that stand as <see cref="Wire"/> does; they have been checked.</summary>
    internal static DnsName OfWire(ReadOnlySpan<byte> checkedWire) => new(checkedWire.ToArray());

    public bool Equals(DnsName? other)
    {
        if (other is null || other.wire.Length != wire.Length)
        {
            return false;
        }

        // A length is never a letter: 63 is the most.
        for (var i = 0; i < wire.Length; i++)
        {
            if (Lower(wire[i]) != Lower(other.wire[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as DnsName);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var one in wire)
        {
            hash.Add(Lower(one));
        }

        return hash.ToHashCode();
    }

    /// <summary>As people write it, without the dot at the end; the root is <c>.</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(wire.Length);
        for (var at = 0; wire[at] != 0; at += wire[at] + 1)
        {
            if (at > 0)
            {
                text.Append('.');
            }

            foreach (var one in wire.AsSpan(at + 1, wire[at]))
            {
                switch (one)
                {
                    case (byte)'.' or (byte)'\\':
                        text.Append('\\').Append((char)one);
                        break;
                    case > 0x20 and < 0x7F:
                        text.Append((char)one);
                        break;
                    default:
                        text.Append('\\').Append(one.ToString("000", CultureInfo.InvariantCulture));
                        break;
                }
            }
        }

        return text.Length == 0 ? "." : text.ToString();
    }

    private static bool Unescape(ReadOnlySpan<char> text, ref int at, out int one)
    {
        one = 0;
        if (at + 1 >= text.Length)
        {
            return false;
        }

        if (!char.IsAsciiDigit(text[at + 1]))
        {
            one = text[++at];
            return one < 0x7F;
        }

        if (at + 3 >= text.Length || !int.TryParse(text.Slice(at + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out one))
        {
            return false;
        }

        at += 3;
        return one <= byte.MaxValue;
    }

    private static byte Lower(byte one) => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;
}
