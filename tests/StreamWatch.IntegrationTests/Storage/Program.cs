using System.Diagnostics;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>The streamwatch program as people run it.</summary>
static class Program
{
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "streamwatch");

    /// <summary>Starts it; the caller ends it.</summary>
    public static Process Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts it with these variables in its environment; the caller ends it.</summary>
    public static Process Start(Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(Path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
