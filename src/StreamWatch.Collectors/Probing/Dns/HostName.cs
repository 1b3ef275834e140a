using System.Globalization;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>Host names as the wire has them.</summary>
internal static class HostName
{
    private static readonly IdnMapping Mapping = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    /// <summary>The ASCII form of a name with letters of any script (RFC 5891).</summary>
    public static bool TryAscii(string host, out string ascii)
    {
        ascii = host;
        if (host.All(char.IsAscii))
        {
            return true;
        }

        try
        {
            ascii = Mapping.GetAscii(host);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
