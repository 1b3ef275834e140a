using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StreamWatch.Collectors.Probing.Dns;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Text;

/// <summary>
/// <c>GET /</c> of HTTP/1.1 (RFC 9112): status line and headers are read, the body is not. Under 500 is ok; redirects are not followed.
/// </summary>
internal static class HttpProbe
{
    public const int PlainPort = 80;
    public const int TlsPort = 443;

    private const int LongestStatusLine = 8192;
    private static readonly byte[] Version = "HTTP/"u8.ToArray();

    public static async Task<ProbeEnd> RunAsync(ProbeAttempt attempt, bool isTls)
    {
        var port = isTls ? TlsPort : PlainPort;
        if (attempt.Setting.Host is { } host && !IsSite(host))
        {
            return ProbeEnd.Local($"\"{host}\" is no host name");
        }

        var conversation = await Conversation.OpenAsync(attempt, port, isTls).ConfigureAwait(false);
        await using (conversation.ConfigureAwait(false))
        {
            attempt.Begin(ProbeStep.FirstByte);
            await conversation.SayAsync(Request(Site(attempt, port))).ConfigureAwait(false);
            return await conversation.HearAsync(Judge).ConfigureAwait(false);
        }
    }

    /// <summary>Judges the head of a response (RFC 9112 section 4); interim ones (RFC 9110 section 15.2) are passed over.</summary>
    public static ProbeEnd? Judge(ReadOnlySpan<byte> heard)
    {
        while (true)
        {
            var known = Math.Min(heard.Length, Version.Length);
            if (!heard[..known].SequenceEqual(Version.AsSpan(0, known)))
            {
                return ProbeEnd.Wrong($"not HTTP: \"{ProbeText.Line(heard)}\"");
            }

            var end = heard.IndexOf((byte)'\n');
            if (end < 0)
            {
                return heard.Length > LongestStatusLine ? ProbeEnd.Wrong($"a status line of more than {LongestStatusLine} bytes") : null;
            }

            if (Status(heard[..end]) is not { } status)
            {
                return ProbeEnd.Wrong($"no status line of HTTP: \"{ProbeText.Line(heard)}\"");
            }

            var head = EndOfHead(heard);
            if (head < 0)
            {
                return null;
            }

            if (status is >= 200 or 101)
            {
                return new ProbeEnd(status >= 500 ? ProbeOutcome.HttpServerError : ProbeOutcome.Ok, ProbeText.Line(heard));
            }

            heard = heard[head..];
        }
    }

    /// <summary><c>HTTP-version SP status-code [SP reason]</c>; null where it is not that.</summary>
    private static int? Status(ReadOnlySpan<byte> line)
    {
        const int CodeAt = 9, CodeEnd = 12;
        line = line.TrimEnd((byte)'\r');
        return line.Length >= CodeEnd
            && char.IsAsciiDigit((char)line[5]) && line[6] == '.' && char.IsAsciiDigit((char)line[7]) && line[8] == ' '
            && (line.Length == CodeEnd || line[CodeEnd] == ' ')
            && int.TryParse(line[CodeAt..CodeEnd], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            && status is >= 100 and < 600
            ? status
            : null;
    }

    /// <summary>Where the body begins: behind the first empty line; less than 0 while there is none.</summary>
    private static int EndOfHead(ReadOnlySpan<byte> heard)
    {
        for (var at = 0; at < heard.Length;)
        {
            var length = heard[at..].IndexOf((byte)'\n');
            if (length < 0)
            {
                return -1;
            }

            at += length + 1;
            if (length == 0 || (length == 1 && heard[at - 2] == '\r'))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsSite(string host) =>
        HostName.TryAscii(host, out var ascii) && ascii.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':');

    private static string Site(ProbeAttempt attempt, int defaultPort)
    {
        string site;
        if (attempt.Setting.Host is { } host && !IPAddress.TryParse(host, out _))
        {
            HostName.TryAscii(host, out site);
            site = site.TrimEnd('.');
        }
        else
        {
            site = attempt.Address!.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{attempt.Address}]" : attempt.Address.ToString();
        }

        return attempt.Setting.Port is { } port && port != defaultPort ? string.Create(CultureInfo.InvariantCulture, $"{site}:{port}") : site;
    }

    private static byte[] Request(string site) => Encoding.ASCII.GetBytes(
        $"GET / HTTP/1.1\r\nHost: {site}\r\nUser-Agent: StreamWatch (reachability probe)\r\nAccept: */*\r\nConnection: close\r\n\r\n");
}
