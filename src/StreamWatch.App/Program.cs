using System.CommandLine;
using System.CommandLine.Invocation;
using StreamWatch.App.Logging;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.");
root.Subcommands.Add(StreamWatch.App.Commands.Bgp.BgpCommand.Create());

ProgramLog.AddOptions(root);
root.Subcommands.Add(StreamWatch.App.Commands.Simulate.SimulateCommand.Create());

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction wrongUse)
{
    // the message alone, and not a page of help on stdout
    wrongUse.ShowHelp = false;
    await parsed.InvokeAsync().ConfigureAwait(false);
    return 2;
}

return await parsed.InvokeAsync().ConfigureAwait(false);
