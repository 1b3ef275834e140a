namespace StreamWatch.Storage.Embedded;

/// <summary>How the process that holds the engine is started: a program and what stands before the host's own options.</summary>
/// <param name="FileName">Program, with its path.</param>
/// <param name="Arguments">First arguments.</param>
public sealed record EngineHostCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Name of the hidden command.</summary>
    public const string Verb = "engine-host";

    /// <summary>The <c>streamwatch</c> program beside this library, with its hidden command.</summary>
    public static EngineHostCommand OfThisProgram()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "streamwatch");
        if (File.Exists(program))
        {
            return new EngineHostCommand(program, [Verb]);
        }

        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return new EngineHostCommand(dotnet, [program + ".dll", Verb]);
    }
}
