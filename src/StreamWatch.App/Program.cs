using System.CommandLine;
using StreamWatch.App.Commands;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Output;
using StreamWatch.App.Running;

var parsed = EnvironmentDefaults.Parse(ProgramCommands.Create(), args, Environment.GetEnvironmentVariable);
if (parsed.Errors.Count == 0)
{
    // After Ctrl-C there is an engine to stop in order; the default of two seconds is too short for that.
    var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20), EnableDefaultExceptionHandler = false };
    try
    {
        return ProcessEnd.With(await parsed.InvokeAsync(invocation).ConfigureAwait(false));
    }
    catch (BrokenPipeException)
    {
        return ProcessEnd.With(0);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        // What is left of the outside world's faults: a full disk behind standard output, a file of somebody else's.
        await Console.Error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
        return ProcessEnd.With(1);
    }
}

// wrong use: the messages and nothing on stdout; the parser's own answer would be a page of help and exit code 1
foreach (var fault in parsed.Errors.Where(fault => parsed.Errors.Count == 1 || !WrongUse.FollowsFromOthers(fault.Message)))
{
    await Console.Error.WriteLineAsync($"streamwatch: {EnvironmentDefaults.Explain(parsed, WrongUse.Explain(fault.Message))}").ConfigureAwait(false);
}

await Console.Error.WriteLineAsync("streamwatch: --help after any command says what it takes.").ConfigureAwait(false);
return 2;
