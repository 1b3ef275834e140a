using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StreamWatch.Collectors.Archives;

namespace StreamWatch.App.Replay;

/// <summary>
/// What a replay is: the content of its inputs, the route collectors they belong to, the options and the rule set. The same
/// replay has the same identity wherever its files lie and in whatever order they were named, so that it goes on where it
/// was interrupted.
/// </summary>
/// <param name="Hash">SHA-256 in lower-case hex.</param>
/// <param name="Options">The options, as JSON, for people who read the table of runs.</param>
internal sealed record RunIdentity(string Hash, string Options)
{
    /// <summary>Short name of the run.</summary>
    public string RunId => $"replay-{Hash[..16]}";

    public static RunIdentity Of(Archive archive, ReplayOptions replay)
    {
        var json = RunOptionsJson.Of(replay.Detection, replay.Probing, replay.Watch).ToJsonString();
        var text = new StringBuilder(json);
        foreach (var file in archive.Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{file.Content} {file.Collector}");
        }

        foreach (var file in archive.ProbeFiles)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{file.Content}");
        }

        foreach (var (collector, from, to) in FileSeries.Uncovered(archive))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{collector} {from:O} {to:O}");
        }

        return new RunIdentity(HashOf(text.ToString()), json);
    }

    /// <summary>SHA-256 of a text, lower-case hex.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
