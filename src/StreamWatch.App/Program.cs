using System.CommandLine;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.");

StreamWatch.App.Logging.ProgramLog.AddOptions(root);
root.Subcommands.Add(StreamWatch.App.Commands.Simulate.SimulateCommand.Create());

var parsed = root.Parse(args);
var code = await parsed.InvokeAsync().ConfigureAwait(false);
// wrong use is 2 everywhere; the parser's own answer would be 1
return parsed.Errors.Count > 0 ? 2 : code;
