using System.CommandLine;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.");

root.Subcommands.Add(StreamWatch.App.Commands.Sql.SqlCommand.Create());
root.Subcommands.Add(StreamWatch.App.Commands.Serve.ServeCommand.Create());
root.Subcommands.Add(StreamWatch.App.Commands.EngineHost.EngineHostCommandLine.Create());
root.Subcommands.Add(StreamWatch.App.Commands.Simulate.SimulateCommand.Create());

// After Ctrl-C there is an engine to stop in order; the default of two seconds is too short for that.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
return await root.Parse(args).InvokeAsync(invocation).ConfigureAwait(false);
