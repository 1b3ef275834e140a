using System.CommandLine;
using StreamWatch.App.Commands.Bgp;
using StreamWatch.App.Commands.Demo;
using StreamWatch.App.Commands.EngineHost;
using StreamWatch.App.Commands.Outages;
using StreamWatch.App.Commands.Probe;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Serve;
using StreamWatch.App.Commands.Simulate;
using StreamWatch.App.Commands.Sql;
using StreamWatch.App.Logging;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.")
{
    DemoCommand.Create(),
    ReplayCommand.Create(),
    ProbeCommand.Create(),
    OutageCommand.Create(),
    SqlCommand.Create(),
    ServeCommand.Create(),
    BgpCommand.Create(),
    SimulateCommand.Create(),
    EngineHostCommandLine.Create(),
};
ProgramLog.AddOptions(root);

var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
{
    // After Ctrl-C there is an engine to stop in order; the default of two seconds is too short for that.
    var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
    return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
}

// wrong use: the messages and nothing on stdout; the parser's own answer would be a page of help and exit code 1
foreach (var fault in parsed.Errors)
{
    await Console.Error.WriteLineAsync($"streamwatch: {fault.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
}

await Console.Error.WriteLineAsync("streamwatch: --help after any command says what it takes.").ConfigureAwait(false);
return 2;
