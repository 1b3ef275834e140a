using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace StreamWatch.App.Commands.Settings;

/// <summary>
/// Settings by environment: an option <c>--foo-bar</c> of a stage may also be given as the variable <c>STREAMWATCH_FOO_BAR</c>. What stands on the command
/// line wins; a variable that is set and empty counts as not set, as compose files leave them so. The value takes the way of one that was typed, so
/// everything that is checked there is checked here, and messages name the variable instead of the option.
/// </summary>
internal static partial class EnvironmentDefaults
{
    /// <summary>What every variable's name begins with.</summary>
    public const string Prefix = "STREAMWATCH_";

    private static readonly ConditionalWeakTable<Command, object> _stages = [];
    private static readonly ConditionalWeakTable<ParseResult, Dictionary<Option, string>> _given = [];

    /// <summary>Gives the options that the command has by now their variables, and says so in its help. Called when all options are added.</summary>
    public static void AddTo(Command command)
    {
        _stages.Add(command, new object());
        foreach (var option in Settings(command))
        {
            option.Description = $"{option.Description} [{Variable(option)}]";
        }
    }

    /// <summary>Whether the command's options can be set by environment.</summary>
    public static bool IsStage(Command command) => _stages.TryGetValue(command, out _);

    /// <summary>The options that are settings: all but help and version.</summary>
    public static IEnumerable<Option> Settings(Command command) => command.Options.Where(option => option is not (HelpOption or VersionOption));

    /// <summary>The variable of an option: <c>STREAMWATCH_FOO_BAR</c> for <c>--foo-bar</c>.</summary>
    public static string Variable(Option option) => Prefix + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>What the option is for, without the name of the variable that its help shows.</summary>
    public static string Meaning(Option option) => option.Description!.Replace($" [{Variable(option)}]", "", StringComparison.Ordinal);

    /// <summary>Parses a command line, and what is missing there from the environment.</summary>
    /// <param name="command">The command, or the root of all.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Looks a variable up; null for one that is not set.</param>
    public static ParseResult Parse(Command command, IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        // An argument that begins with @ is no file of arguments: queries and file names may begin so.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parsed = command.Parse(arguments, configuration);
        var added = new List<string>();
        var given = new Dictionary<Option, string>();
        var faults = new List<string>();
        foreach (var option in OptionsAt(parsed))
        {
            if (!SettingOptions.IsGiven(parsed, option) && environment(Variable(option)) is { Length: > 0 } text)
            {
                given.Add(option, text);
                if (option.ValueType == typeof(bool) && !Truth().IsMatch(text))
                {
                    // The parser would take the word for an argument.
                    faults.Add($"{Variable(option)} is \"{text}\"; allowed are 1, true or yes, and 0, false or no");
                    continue;
                }

                added.AddRange(Values(option, text).Select(value => $"{option.Name}={value}"));
            }
        }

        if (given.Count == 0)
        {
            return parsed;
        }

        // Behind "--" there are no options any more.
        var end = arguments.Index().Where(argument => argument.Item == "--").Select(argument => argument.Index).DefaultIfEmpty(arguments.Count).First();
        void Refuse(CommandResult result) => faults.ForEach(result.AddError);
        var called = parsed.CommandResult.Command;
        called.Validators.Add(Refuse);
        parsed = command.Parse([.. arguments.Take(end), .. added, .. arguments.Skip(end)], configuration);
        called.Validators.Remove(Refuse);
        _given.Add(parsed, given);
        return parsed;
    }

    /// <summary>Whether the value comes from the environment.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => _given.TryGetValue(parsed, out var given) && given.ContainsKey(option);

    /// <summary>The same message, of the variables where their values come from the environment: whoever set them knows them by that name.</summary>
    public static string Explain(ParseResult parsed, string message)
    {
        if (_given.TryGetValue(parsed, out var given))
        {
            foreach (var (option, text) in given)
            {
                if (message.StartsWith($"Argument '{text}' ", StringComparison.Ordinal))
                {
                    return $"{Variable(option)} is \"{text}\": {message}";
                }

                message = Regex.Replace(
                    message, $"(?<=^|'|  - |: ){Regex.Escape(option.Name)}(?= |'|=)", Variable(option), RegexOptions.Multiline);
            }
        }

        return message;
    }

    /// <summary>The options of the command that was called and those of the commands above it that hold for it, where they can be set so.</summary>
    private static IEnumerable<Option> OptionsAt(ParseResult parsed)
    {
        var called = parsed.CommandResult.Command;
        for (var result = (SymbolResult?)parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is CommandResult { Command: var command } && IsStage(command))
            {
                foreach (var option in Settings(command).Where(option => command == called || option.Recursive))
                {
                    yield return option;
                }
            }
        }
    }

    /// <summary>As they would be typed: a list is separated by commas, yes is true.</summary>
    private static string[] Values(Option option, string text) =>
        option.ValueType == typeof(bool) ? [Yes().IsMatch(text) ? "true" : "false"]
        : option.Arity.MaximumNumberOfValues > 1 ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [text];

    [GeneratedRegex("^(1|true|yes)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Yes();

    [GeneratedRegex("^(1|true|yes|0|false|no)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Truth();
}
