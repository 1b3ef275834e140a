using System.Text.RegularExpressions;

namespace StreamWatch.Storage.Backups;

/// <summary>
/// Where a server writes a backup, in ClickHouse's own words: <c>Disk('disk', 'path')</c>, <c>File('path')</c>, or <c>S3(collection, 'path')</c> with a named collection of the
/// server, which holds the keys. Each backup gets a folder of its own below.
/// </summary>
public sealed partial class BackupDestination
{
    private readonly string _before;
    private readonly string _path;

    private BackupDestination(string before, string path)
    {
        _before = before;
        _path = path;
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null where it is none.</returns>
    public static BackupDestination? TryParse(string text)
    {
        var match = Form().Match(text);
        return match.Success && !match.Groups["path"].Value.Contains("..", StringComparison.Ordinal)
            ? new BackupDestination(match.Groups["before"].Value, match.Groups["path"].Value)
            : null;
    }

    /// <summary>A folder below it; <paramref name="name"/> is made of letters, digits and hyphens.</summary>
    internal BackupDestination Below(string name) => new(_before, $"{_path.TrimEnd('/')}/{name}");

    /// <summary>As ClickHouse reads it.</summary>
    public override string ToString() => $"{_before}'{_path}')";

    [GeneratedRegex(@"\A(?<before>(Disk\('[A-Za-z0-9_.-]+',\s*|File\(|S3\([A-Za-z_][A-Za-z0-9_]*,\s*|AzureBlobStorage\([A-Za-z_][A-Za-z0-9_]*,\s*))'(?<path>[A-Za-z0-9_./ -]+)'\)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
