using System.Text;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing;

/// <summary>Makes what the other side sent fit to be stored and shown: printable ASCII, and not much of it.</summary>
internal static class ProbeText
{
    private const int LongestQuote = 80;

    /// <summary>A detail of at most <see cref="ProbeResult.LongestDetail"/> characters without control characters.</summary>
    public static string? Clean(string? detail)
    {
        if (string.IsNullOrEmpty(detail))
        {
            return null;
        }

        var text = detail.Length > ProbeResult.LongestDetail ? detail[..(ProbeResult.LongestDetail - 1)] + "…" : detail;
        return string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
            }
        });
    }

    /// <summary>The first line of some bytes: what is not printable ASCII is shown as <c>?</c>.</summary>
    public static string Line(ReadOnlySpan<byte> bytes, int most = LongestQuote)
    {
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? bytes : bytes[..end];
        var isCut = line.Length > most;
        var text = new StringBuilder(isCut ? most + 1 : line.Length);
        foreach (var one in isCut ? line[..most] : line)
        {
            text.Append(one is >= 0x20 and < 0x7F ? (char)one : '?');
        }

        return (isCut ? text.Append('…') : text).ToString();
    }
}
