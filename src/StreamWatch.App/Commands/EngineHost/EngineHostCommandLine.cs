using System.CommandLine;
using StreamWatch.Storage.Embedded;

namespace StreamWatch.App.Commands.EngineHost;

/// <summary>The hidden <c>streamwatch engine-host</c>: the process that holds the ClickHouse engine. Started by the program, not by people.</summary>
internal static class EngineHostCommandLine
{
    public static Command Create()
    {
        var library = new Option<string>("--library") { Required = true };
        var data = new Option<string>("--data") { Required = true };
        var secret = new Option<string>("--private") { Required = true };
        var http = new Option<int>("--http") { Required = true };
        var tcp = new Option<int>("--tcp") { Required = true };
        var parent = new Option<int>("--parent") { Required = true };
        var command = new Command(EngineHostCommand.Verb, "Hold the ClickHouse engine for another streamwatch process.")
        {
            library, data, secret, http, tcp, parent,
        };
        command.Hidden = true;
        command.SetAction(parsed => Storage.Embedded.EngineHost.Run(new EngineHostArguments(
            parsed.GetRequiredValue(library), parsed.GetRequiredValue(data), parsed.GetRequiredValue(secret),
            parsed.GetRequiredValue(http), parsed.GetRequiredValue(tcp), parsed.GetRequiredValue(parent))));
        return command;
    }
}
