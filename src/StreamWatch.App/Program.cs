using System.CommandLine;

var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.");

return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
