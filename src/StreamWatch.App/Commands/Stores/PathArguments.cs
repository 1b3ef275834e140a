using System.CommandLine;

namespace StreamWatch.App.Commands.Stores;

/// <summary>What arguments that are paths have in common.</summary>
internal static class PathArguments
{
    /// <summary>Has an option that is not known refused instead of taken for a path, and an empty path too. A lone hyphen is standard input.</summary>
    public static void RefuseOptions(this Argument<string[]> paths) => paths.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value.Length == 0)
            {
                result.AddError("a path is empty; name a file or folder");
            }
            else if (token.Value.Length > 1 && token.Value[0] == '-' && !Path.Exists(token.Value))
            {
                result.AddError($"{token.Value} is no option of this command, and no file or folder");
            }
        }
    });
}
