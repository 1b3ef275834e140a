namespace StreamWatch.App.Commands.Settings;

/// <summary>
/// Passwords and the like: from the variable <c>NAME</c>, or from the file that <c>NAME_FILE</c> names, as Docker and Kubernetes hand them over. Never
/// from the command line, which everybody on the host can read.
/// </summary>
internal static class SecretSetting
{
    /// <summary>The secret; null where it is not set, or where there is a fault.</summary>
    /// <param name="name">The variable, for example <c>STREAMWATCH_KAFKA_PASSWORD</c>.</param>
    /// <param name="faults">Gets what is wrong: both are given, or the file cannot be read or is empty.</param>
    /// <param name="environment">Looks a variable up; null for the process's own environment.</param>
    public static string? Read(string name, List<string> faults, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var fileName = $"{name}_FILE";
        var secret = environment(name) is { Length: > 0 } value ? value : null;
        if (environment(fileName) is not { Length: > 0 } file)
        {
            return secret;
        }

        if (secret is not null)
        {
            faults.Add($"{name} and {fileName} are both set; set one of them");
            return null;
        }

        try
        {
            // Editors and shells end a file with a line end that is no part of the secret; spaces may be.
            var text = File.ReadAllText(file).TrimEnd('\r', '\n');
            if (text.Length > 0)
            {
                return text;
            }

            faults.Add($"{fileName} names {file}, which is empty; write the secret into it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{fileName} names {file}, which cannot be read: {e.Message}");
        }

        return null;
    }
}
