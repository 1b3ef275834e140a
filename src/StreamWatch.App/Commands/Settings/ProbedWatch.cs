using System.CommandLine;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Commands.Settings;

/// <summary>The options that say what a process probes, and which vantage point it is.</summary>
/// <param name="hostName">Name of this host.</param>
internal sealed class ProbedWatch(Func<string> hostName)
{
    public Option<string?> Watch { get; } = new("--watch") { Description = "The watch file: what is probed, how and how often.", HelpName = "FILE" };

    public Option<string?> Vantage { get; } = new("--vantage")
    {
        Description = "Which vantage point of the watch file this is. Default: its only one, else the one named as this host.",
        HelpName = "NAME",
    };

    /// <summary>What is probed and from where; nulls where no file is named or something is wrong, which is told.</summary>
    public (WatchList? Watch, string? Vantage) Read(ParseResult parsed, List<string> faults)
    {
        var watch = ReadWatch(parsed, faults);
        return (watch, watch is null ? null : ReadVantage(parsed, watch, faults));
    }

    /// <summary>The watch file; null where it has faults, so that nothing is said of what only follows from them.</summary>
    private WatchList? ReadWatch(ParseResult parsed, List<string> faults)
    {
        if (parsed.GetValue(Watch) is not { Length: > 0 } path)
        {
            return null;
        }

        var before = faults.Count;
        var watch = WatchFile.Load(path, faults);
        if (faults.Count > before)
        {
            return null;
        }

        if (watch.Targets.All(target => target.Probe is null))
        {
            faults.Add(
                $"{path}: no target has a probe, so there is nothing to measure; give targets one, for example "
                + "\"probe\": { \"protocol\": \"https\", \"host\": \"www.example.org\" }. Results that come in from elsewhere are for replay");
        }

        return watch;
    }

    private string? ReadVantage(ParseResult parsed, WatchList watch, List<string> faults)
    {
        var named = parsed.GetValue(Vantage);
        var name = named ?? (watch.Vantages is [var only] ? only : hostName());
        if (watch.Vantages.Contains(name) || (watch.Vantages.Count == 0 && WatchFileReader.IsName(name)))
        {
            return name;
        }

        faults.Add(
            (named is null ? $"this host, \"{name}\", is no vantage point of the watch file" : $"--vantage is \"{name}\"")
            + (watch.Vantages.Count == 0
                ? "; a name has 1 to 64 letters, digits, dots, underscores and hyphens and begins with a letter or digit"
                : $"; name one of its vantage points with --vantage: {string.Join(", ", watch.Vantages)}"));
        return null;
    }
}
