using System.Text.RegularExpressions;

namespace StreamWatch.Collectors.Archives;

/// <summary>
/// Reads the route collector's name from a path as the public archives lay it out: <c>rrc00/2022.01/updates.….gz</c>,
/// <c>route-views2/bgpdata/2022.01/UPDATES/…</c>, or with the name in the file's own (<c>ris.rrc06.updates.…</c>); else as folders of labelled data do: <c>collectors/NAME/updates.…</c>.
/// Where no part of the path names one, the collector is <see cref="Unnamed"/>.
/// </summary>
public static partial class CollectorName
{
    /// <summary>Name of a collector that its path does not tell.</summary>
    public const string Unnamed = "unnamed";

    private const string CollectorsFolder = "collectors";

    /// <summary>The name nearest to the end of the path.</summary>
    public static string From(string path)
    {
        var parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            var match = Name().Match(parts[i]);
            if (match.Success)
            {
                return match.Value.ToLowerInvariant();
            }
        }

        var folder = Array.LastIndexOf(parts, CollectorsFolder);
        return folder >= 0 && folder < parts.Length - 2 ? parts[folder + 1].ToLowerInvariant() : Unnamed;
    }

    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(rrc\d{2}|route-views(\d{1,2}|\.(?!updates|ribs?|bview)[a-z][a-z0-9]*)?)(?![A-Za-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
