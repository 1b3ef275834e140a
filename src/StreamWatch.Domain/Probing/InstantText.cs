using System.Buffers.Text;

namespace StreamWatch.Domain.Probing;

/// <summary>Instants as RFC 3339 writes them, in UTC, with up to nine digits of a second: <c>2022-01-14T00:00:10.25Z</c>.</summary>
public static class InstantText
{
    /// <summary>Most bytes an instant is written in.</summary>
    public const int Longest = 30;

    /// <summary>The last instant that can be written, nanoseconds since the epoch: the end of 2261, the last year that 64 bits hold whole.</summary>
    public const long Last = 9_214_646_399_999_999_999;

    private const long NanosPerSecond = 1_000_000_000;
    private const int LongestFraction = 9;

    private const int LastYear = 2261;

    /// <summary>Reads an instant of the years 1970 to 2261. <c>Z</c> and <c>+00:00</c> are UTC; other offsets are refused, as is a tenth digit.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="nanos">Nanoseconds since the epoch. A leap second (RFC 3339 section 5.7) is the first of the next minute.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        if (text.Length < 20
            || !Number(text, 0, 4, out var year) || text[4] != '-' || !Number(text, 5, 2, out var month) || text[7] != '-'
            || !Number(text, 8, 2, out var day) || (text[10] | 0x20) != 't' || !Number(text, 11, 2, out var hour) || text[13] != ':'
            || !Number(text, 14, 2, out var minute) || text[16] != ':' || !Number(text, 17, 2, out var second))
        {
            return false;
        }

        if (year is < 1970 or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > (minute == 59 ? 60 : 59))
        {
            return false;
        }

        var rest = text[19..];
        long fraction = 0;
        if (rest[0] == '.')
        {
            var digits = 0;
            while (digits + 1 < rest.Length && rest[digits + 1] is >= (byte)'0' and <= (byte)'9')
            {
                digits++;
            }

            if (digits is 0 or > LongestFraction)
            {
                return false;
            }

            for (var i = 0; i < LongestFraction; i++)
            {
                fraction = (fraction * 10) + (i < digits ? rest[i + 1] - '0' : 0);
            }

            rest = rest[(digits + 1)..];
        }

        if (!rest.SequenceEqual("Z"u8) && !rest.SequenceEqual("z"u8) && !rest.SequenceEqual("+00:00"u8) && !rest.SequenceEqual("-00:00"u8))
        {
            return false;
        }

        var midnight = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        nanos = ((midnight + (hour * 3600) + (minute * 60) + second) * NanosPerSecond) + fraction;
        return true;
    }

    /// <summary>Writes an instant with as many digits of the second as it has, in threes.</summary>
    /// <param name="nanos">Nanoseconds since the epoch; of the years 1970 to 2261.</param>
    /// <param name="text">At least <see cref="Longest"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before the epoch or after <see cref="Last"/>.</exception>
    public static int Format(long nanos, Span<byte> text)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nanos, Last);
        var fraction = nanos % NanosPerSecond;
        Utf8Formatter.TryFormat(DateTime.UnixEpoch.AddSeconds(nanos / NanosPerSecond), text, out _, 'O');
        var length = 19;
        if (fraction != 0)
        {
            text[length++] = (byte)'.';
            var digits = fraction % 1_000_000 == 0 ? 3 : fraction % 1000 == 0 ? 6 : LongestFraction;
            var unit = NanosPerSecond / 10;
            for (var i = 0; i < digits; i++)
            {
                text[length++] = (byte)('0' + (fraction / unit % 10));
                unit /= 10;
            }
        }

        text[length++] = (byte)'Z';
        return length;
    }

    private static bool Number(ReadOnlySpan<byte> text, int at, int digits, out int number)
    {
        number = 0;
        for (var i = at; i < at + digits; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + text[i] - '0';
        }

        return true;
    }
}
