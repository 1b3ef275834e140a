using System.CommandLine;
using System.Globalization;
using StreamWatch.Simulation;

namespace StreamWatch.App.Commands.Simulate;

/// <summary><c>streamwatch simulate</c>: writes a labelled data set. Exit codes: 0 done, 1 the folder could not be written, 2 wrong use.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var scenario = new Argument<string?>("scenario")
        {
            Description = "Name of the scenario; --list shows them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "A whole number, -2147483648 to 2147483647. The same seed gives the same bytes.",
            DefaultValueFactory = _ => 1,
        };
        var folder = new Option<DirectoryInfo?>("--out") { Description = "Folder to write to; new or empty.", HelpName = "DIR" };
        var list = new Option<bool>("--list") { Description = "List the scenarios and write nothing." };
        var command = new Command(
            "simulate",
            """
            Write a labelled data set: MRT files as route collectors make them, probe results as JSON lines with their watch file
            where hosts are simulated too, and truth.json with what really happens. docs/formats.md describes the folder.

            Example: streamwatch simulate ddos --seed 7 --out ddos-7
            """)
        {
            scenario, seed, folder, list,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            parsed.GetValue(list)
                ? List(parsed.InvocationConfiguration.Output)
                : Write(
                    parsed.GetValue(scenario), parsed.GetValue(seed), parsed.GetValue(folder),
                    parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    private static int List(TextWriter output)
    {
        var width = ScenarioRegistry.All.Max(scenario => scenario.Name.Length);
        foreach (var scenario in ScenarioRegistry.All)
        {
            output.WriteLine($"{scenario.Name.PadRight(width)}  {scenario.Description}");
        }

        return 0;
    }

    private static int Write(
        string? name, int seed, DirectoryInfo? folder, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var scenario = name is null ? null : ScenarioRegistry.Find(name);
        if (scenario is null || folder is null)
        {
            if (scenario is null)
            {
                var names = string.Join(", ", ScenarioRegistry.All.Select(known => known.Name));
                error.WriteLine(name is null
                    ? $"streamwatch: simulate needs the name of a scenario: {names}"
                    : $"streamwatch: there is no scenario \"{name}\"; there are {names}");
            }

            if (folder is null)
            {
                error.WriteLine("streamwatch: simulate needs a folder to write to: --out DIR");
            }

            return 2;
        }

        try
        {
            var result = scenario.Write(seed, folder, ProgressTo(error), cancellation);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{scenario.Name}, seed {seed}: {result.Files} files with {result.Elems:N0} elems, {result.ProbeLines:N0} lines of probes, {result.Truth.Outages.Count} outages and {result.Truth.NotOutages.Count} other events in {result.TruthFile.FullName}"));
            return 0;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"streamwatch: interrupted; {folder.FullName} holds part of the files and no truth.json: delete it before the next try");
            return 1;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"streamwatch: {fault.Message}");
            return 1;
        }
    }

    /// <summary>A line that is overwritten, on a terminal only.</summary>
    private static ConsoleLine? ProgressTo(TextWriter error)
    {
        if (Console.IsErrorRedirected)
        {
            return null;
        }

        return new ConsoleLine(error);
    }
}
