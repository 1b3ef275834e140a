using System.Net;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>The system's list of name servers, resolv.conf(5).</summary>
internal static class ResolverFile
{
    private const string Keyword = "nameserver";
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>The first server of the file; this host itself where there is none.</summary>
    public static IPAddress FirstServer(string path)
    {
        foreach (var line in SystemFile.Lines(path))
        {
            var words = line.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[0] == Keyword && IPAddress.TryParse(words[1], out var server))
            {
                return server;
            }
        }

        return IPAddress.Loopback;
    }
}
