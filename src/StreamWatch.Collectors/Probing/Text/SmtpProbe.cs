namespace StreamWatch.Collectors.Probing.Text;

/// <summary>Waits for the greeting of a mail server, <c>220</c> (RFC 5321 section 3.1), and takes leave.</summary>
internal static class SmtpProbe
{
    public const int PlainPort = 25;
    public const int TlsPort = 465;

    private const int CodeLength = 3;

    public static async Task<ProbeEnd> RunAsync(ProbeAttempt attempt, bool isTls)
    {
        var conversation = await Conversation.OpenAsync(attempt, isTls ? TlsPort : PlainPort, isTls).ConfigureAwait(false);
        await using (conversation.ConfigureAwait(false))
        {
            var end = await conversation.HearAsync(Judge).ConfigureAwait(false);
            await conversation.LeaveAsync("QUIT\r\n"u8.ToArray()).ConfigureAwait(false);
            return end;
        }
    }

    /// <summary>Judges a greeting of one or more lines (RFC 5321 section 4.2.1).</summary>
    public static ProbeEnd? Judge(ReadOnlySpan<byte> heard)
    {
        for (var rest = heard; ;)
        {
            for (var i = 0; i < Math.Min(rest.Length, CodeLength); i++)
            {
                if (!char.IsAsciiDigit((char)rest[i]))
                {
                    return Wrong(heard);
                }
            }

            if (rest.Length > CodeLength && rest[CodeLength] is not ((byte)' ' or (byte)'-' or (byte)'\r' or (byte)'\n'))
            {
                return Wrong(heard);
            }

            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                return null;
            }

            if (end < CodeLength || !rest[..CodeLength].SequenceEqual("220"u8))
            {
                return Wrong(heard);
            }

            if (rest[CodeLength] != '-')
            {
                return ProbeEnd.Ok(ProbeText.Line(heard));
            }

            rest = rest[(end + 1)..];
        }
    }

    private static ProbeEnd Wrong(ReadOnlySpan<byte> heard) => ProbeEnd.Wrong($"greeting is not 220: \"{ProbeText.Line(heard)}\"");
}
