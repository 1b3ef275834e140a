namespace StreamWatch.Collectors.Probing.Text;

/// <summary>Waits for the greeting of an IMAP server, <c>* OK</c> or <c>* PREAUTH</c> (RFC 9051 section 7.1), and takes leave.</summary>
internal static class ImapProbe
{
    public const int PlainPort = 143;
    public const int TlsPort = 993;

    private static readonly byte[] Untagged = "* "u8.ToArray();

    public static async Task<ProbeEnd> RunAsync(ProbeAttempt attempt, bool isTls)
    {
        var conversation = await Conversation.OpenAsync(attempt, isTls ? TlsPort : PlainPort, isTls).ConfigureAwait(false);
        await using (conversation.ConfigureAwait(false))
        {
            var end = await conversation.HearAsync(Judge).ConfigureAwait(false);
            await conversation.LeaveAsync("a LOGOUT\r\n"u8.ToArray()).ConfigureAwait(false);
            return end;
        }
    }

    /// <summary>Judges a greeting.</summary>
    public static ProbeEnd? Judge(ReadOnlySpan<byte> heard)
    {
        var known = Math.Min(heard.Length, Untagged.Length);
        if (heard[..known].SequenceEqual(Untagged.AsSpan(0, known)))
        {
            var end = heard.IndexOf((byte)'\n');
            if (end < 0)
            {
                return null;
            }

            var word = heard[Untagged.Length..end].TrimEnd((byte)'\r');
            var blank = word.IndexOf((byte)' ');
            word = blank < 0 ? word : word[..blank];
            if (word.SequenceEqual("OK"u8) || word.SequenceEqual("PREAUTH"u8))
            {
                return ProbeEnd.Ok(ProbeText.Line(heard));
            }
        }

        return ProbeEnd.Wrong($"greeting is not \"* OK\": \"{ProbeText.Line(heard)}\"");
    }
}
