using System.CommandLine;
using System.Text.RegularExpressions;
using StreamWatch.App.Commands;
using StreamWatch.App.Commands.Settings;

namespace StreamWatch.Tests.App.Commands.Settings;

/// <summary>The settings of the stages as docs/settings.md has them, printed from the commands.</summary>
static partial class SettingsTable
{
    /// <summary>The stages by name. Those that are not there yet are taken in once they are.</summary>
    public static readonly string[] Stages = ["run", "serve", "collect", "detect", "store", "topics", "topology"];

    /// <summary>What a value is, by the word that the help shows for it.</summary>
    static readonly Dictionary<string, string> Units = new()
    {
        ["TIME"] = "ms, s, m, h or d",
        ["SIZE"] = "KiB, MiB, GiB or TiB",
        ["N"] = "number",
        ["SHARE"] = "share, 0 to 1",
        ["PORT"] = "port",
        ["HOST:PORT"] = "address",
        ["HOST:PORT,..."] = "addresses",
        ["PREFIX"] = "name",
        ["PROTOCOL"] = "word",
        ["MECHANISM"] = "word",
        ["DIR"] = "folder",
        ["FILE"] = "file",
        ["URL"] = "URL",
        ["NAME"] = "name",
        ["LEVEL"] = "word",
        ["FORMAT"] = "word",
        ["ENGINE"] = "word",
    };

    /// <summary>Values that have a range.</summary>
    static readonly string[] Ranged = ["TIME", "SIZE", "N", "SHARE", "PORT", "HOST:PORT"];

    /// <summary>Every command that is a stage, or a part of one: its words and itself.</summary>
    public static IEnumerable<(string Words, Command Command)> Commands() =>
        from command in ProgramCommands.Create().Subcommands
        where Stages.Contains(command.Name)
        from leaf in command.Subcommands.Count == 0 ? [(command.Name, command)] : command.Subcommands.Select(part => ($"{command.Name} {part.Name}", part))
        select leaf;

    /// <summary>What is missing of an option's documentation; nothing where it is whole.</summary>
    public static IEnumerable<string> Missing(Option option)
    {
        if (Unit(option) is null)
        {
            yield return $"{option.Name} has a value of kind \"{option.HelpName}\"; give it one of {string.Join(", ", Units.Keys)}";
        }

        if (Ranged.Contains(option.HelpName) && !Range().IsMatch(EnvironmentDefaults.Meaning(option)))
        {
            yield return $"{option.Name} has no range in its description; write \"..., 1s to 5m.\"";
        }

        if (Default(option) is null)
        {
            yield return $"{option.Name} has no default in its description; write \"Default: ...\" or give it one";
        }
    }

    /// <summary>The table of one command in Markdown.</summary>
    public static string Of(Command command) =>
        "| variable | option | | default | |\n|---|---|---|---|---|\n" + string.Concat(
            from option in EnvironmentDefaults.Settings(command)
            select $"| `{EnvironmentDefaults.Variable(option)}` | `{option.Name}` | {Unit(option)} | {Default(option)} | {Sentence(option)} |\n");

    static string? Unit(Option option) =>
        option.ValueType == typeof(bool) ? "1, true, yes" : option.HelpName is { } word && Units.TryGetValue(word, out var unit) ? unit : null;

    static string? Default(Option option)
    {
        if (option.ValueType == typeof(bool))
        {
            return "off";
        }

        if (option.HasDefaultValue)
        {
            return option.GetDefaultValue() switch
            {
                null => null,
                IEnumerable<string> values => string.Join(',', values),
                var value => FormattableString.Invariant($"{value}"),
            };
        }

        return DefaultText().Match(EnvironmentDefaults.Meaning(option)) is { Success: true } match ? match.Groups["text"].Value : option.HelpName is "DIR" or "FILE" or "URL" or "HOST:PORT,..." or "NAME" ? "none" : null;
    }

    static string Sentence(Option option) => DefaultText().Replace(EnvironmentDefaults.Meaning(option), "").TrimEnd().Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\S+ to \S+|\S+ or more|at most \S+", RegexOptions.ExplicitCapture)]
    private static partial Regex Range();

    [GeneratedRegex(@"[Dd]efault: (?<text>[^.]+(\.\d[^.]*)*)\.", RegexOptions.ExplicitCapture)]
    private static partial Regex DefaultText();
}
