using System.CommandLine;
using StreamWatch.App.Commands.Annotate;
using StreamWatch.App.Commands.Backups;
using StreamWatch.App.Commands.Bgp;
using StreamWatch.App.Commands.Demo;
using StreamWatch.App.Commands.Doctor;
using StreamWatch.App.Commands.EngineHost;
using StreamWatch.App.Commands.Evaluate;
using StreamWatch.App.Commands.Outages;
using StreamWatch.App.Commands.Probe;
using StreamWatch.App.Commands.Redetect;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Retention;
using StreamWatch.App.Commands.Run;
using StreamWatch.App.Commands.Serve;
using StreamWatch.App.Commands.Simulate;
using StreamWatch.App.Commands.Sql;
using StreamWatch.App.Logging;
using StreamWatch.App.Output;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.")
{
    DemoCommand.Create(),
    RunCommand.Create(),
    ReplayCommand.Create(),
    RedetectCommand.Create(),
    ProbeCommand.Create(),
    OutageCommand.Create(),
    AnnotateCommand.Create(),
    SqlCommand.Create(),
    ServeCommand.Create(),
    RetentionCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    DoctorCommand.Create(),
    BgpCommand.Create(),
    SimulateCommand.Create(),
    EvaluateCommand.Create(),
    EngineHostCommandLine.Create(),
};
ProgramLog.AddOptions(root);

// An argument that begins with @ is no file of arguments: queries and file names may begin so.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count == 0)
{
    // After Ctrl-C there is an engine to stop in order; the default of two seconds is too short for that.
    var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20), EnableDefaultExceptionHandler = false };
    try
    {
        return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
    }
    catch (BrokenPipeException)
    {
        return 0;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        // What is left of the outside world's faults: a full disk behind standard output, a file of somebody else's.
        await Console.Error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
        return 1;
    }
}

// wrong use: the messages and nothing on stdout; the parser's own answer would be a page of help and exit code 1
foreach (var fault in parsed.Errors.Where(fault => parsed.Errors.Count == 1 || !WrongUse.FollowsFromOthers(fault.Message)))
{
    await Console.Error.WriteLineAsync($"streamwatch: {WrongUse.Explain(fault.Message)}").ConfigureAwait(false);
}

await Console.Error.WriteLineAsync("streamwatch: --help after any command says what it takes.").ConfigureAwait(false);
return 2;
