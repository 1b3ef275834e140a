using System.CommandLine;
using System.Globalization;

namespace StreamWatch.App.Commands.Settings;

/// <summary>
/// Options of the cluster's stages, which a container sets by its environment: <c>--foo-bar</c> is STREAMWATCH_FOO_BAR where it does not stand on the
/// command line. An empty variable counts as none.
/// </summary>
internal static class StageEnvironment
{
    /// <summary>The variable of an option.</summary>
    public static string Variable(Option option) => "STREAMWATCH_" + option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>Gives every option of the command that is a text, a number or a switch its variable.</summary>
    public static void AddTo(Command command, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        foreach (var option in command.Options)
        {
            if (environment(Variable(option)) is not { Length: > 0 } text)
            {
                continue;
            }

            switch (option)
            {
                case Option<string> words:
                    words.DefaultValueFactory = _ => text;
                    break;
                case Option<int> number:
                    number.DefaultValueFactory = result => Parsed(result, number, text, "a whole number", ParseNumber);
                    break;
                case Option<bool> wish:
                    wish.DefaultValueFactory = result => Parsed(result, wish, text, "true or false", ParseWish);
                    break;
            }
        }
    }

    private static int? ParseNumber(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool? ParseWish(string text) => text switch
    {
        "1" => true,
        "0" => false,
        _ => bool.TryParse(text, out var wish) ? wish : null,
    };

    private static T Parsed<T>(System.CommandLine.Parsing.ArgumentResult result, Option option, string text, string allowed, Func<string, T?> parse)
        where T : struct
    {
        if (parse(text) is { } value)
        {
            return value;
        }

        result.AddError($"{Variable(option)} is \"{text}\"; write {allowed}");
        return default;
    }
}
