using System.CommandLine;
using StreamWatch.App.Logging;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.");
root.Subcommands.Add(StreamWatch.App.Commands.Bgp.BgpCommand.Create());

ProgramLog.AddOptions(root);
root.Subcommands.Add(StreamWatch.App.Commands.Replay.ReplayCommand.Create());
root.Subcommands.Add(StreamWatch.App.Commands.Sql.SqlCommand.Create());
root.Subcommands.Add(StreamWatch.App.Commands.Serve.ServeCommand.Create());
root.Subcommands.Add(StreamWatch.App.Commands.EngineHost.EngineHostCommandLine.Create());
root.Subcommands.Add(StreamWatch.App.Commands.Simulate.SimulateCommand.Create());

var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
{
    // after Ctrl-C there may be an engine to stop in order; the default of two seconds is too short for that
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
