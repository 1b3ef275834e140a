using System.CommandLine;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.");

root.Subcommands.Add(StreamWatch.App.Commands.Simulate.SimulateCommand.Create());

return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
