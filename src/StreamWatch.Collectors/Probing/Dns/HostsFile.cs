using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>The system's own names, hosts(5): an address, then its names, a line each.</summary>
internal static class HostsFile
{
    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>The address of a name, IPv4 before IPv6; null where the file does not have it or is not there.</summary>
    public static IPAddress? Find(string path, string host)
    {
        IPAddress? found = null;
        foreach (var line in SystemFile.Lines(path))
        {
            var words = line.Split('#')[0].Split(Blank, StringSplitOptions.RemoveEmptyEntries);
            if (words.Skip(1).Any(name => string.Equals(name, host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))
                && IPAddress.TryParse(words[0], out var address))
            {
                if (address.AddressFamily == AddressFamily.InterNetwork)
                {
                    return address;
                }

                found ??= address;
            }
        }

        return found;
    }
}
