using System.Text.RegularExpressions;

namespace StreamWatch.App.Output;

/// <summary>What the parser says of wrong words, in words of people.</summary>
internal static partial class WrongUse
{
    /// <summary>In one line, and with what was allowed instead of the name of a type.</summary>
    public static string Explain(string message) =>
        TypeName().Replace(message.ReplaceLineEndings(" "), "as a whole number from -2147483648 to 2147483647");

    /// <summary>That a command lacks is no news where a word was no command.</summary>
    public static bool FollowsFromOthers(string message) => message.StartsWith("Required command was not provided", StringComparison.Ordinal);

    [GeneratedRegex(@"as expected type '(System\.Nullable`1\[)?System\.Int32\]?'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeName();
}
