using System.Globalization;
using System.Text.RegularExpressions;

namespace StreamWatch.Collectors.Archives;

/// <summary>What the file names of the public archives tell: <c>updates.YYYYMMDD.HHMM</c> begins at that minute, UTC.</summary>
public static partial class ArchiveFileName
{
    /// <summary>Start of an update file of a series; null for other names.</summary>
    public static DateTime? UpdatesFrom(string path)
    {
        var match = Updates().Match(Path.GetFileName(path));
        return match.Success && DateTime.TryParseExact(
            match.Groups["start"].Value,
            "yyyyMMdd.HHmm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var start)
            ? start
            : null;
    }

    [GeneratedRegex(@"updates\.(?<start>\d{8}\.\d{4})(?!\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Updates();
}
