using System.CommandLine;
using System.Net;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Watching;

namespace StreamWatch.App.Commands.Health;

/// <summary>
/// <c>streamwatch health</c>: asks a stage on this host how it is, for containers that have no other program to ask with. Exit codes: 0 it is well, 1 it is
/// not or does not answer, 2 wrong use.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var ready = new Option<bool>("--ready") { Description = "Ask whether it does its work now, and not only whether it lives." };
        var settings = new StageSettings();
        var command = new Command(
            "health",
            """
            Ask a stage on this host how it is, and print its answer as JSON.

            Example: streamwatch health --health 127.0.0.1:8081
            Exit codes: 0 it is well; 1 it is not, or does not answer; 2 wrong use.
            """)
        {
            ready,
        };
        settings.AddHealthTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, settings, parsed.GetValue(ready), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StageSettings settings, bool ready, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        var faults = new List<string>();
        var endpoint = settings.Read(parsed, faults).Health;
        if (endpoint is null && faults.Count == 0)
        {
            faults.Add("health needs --health HOST:PORT: where the stage tells how it is");
        }

        if (faults.Count > 0)
        {
            await error.WriteLineAsync($"streamwatch: {EnvironmentDefaults.Explain(parsed, new ConfigurationException(faults).Message)}").ConfigureAwait(false);
            return 2;
        }

        // What listens everywhere listens here too.
        var address = endpoint!.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endpoint.Address;
        var url = new Uri($"http://{new IPEndPoint(address, endpoint.Port)}/{(ready ? "readyz" : "healthz")}");
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
            using var answer = await client.GetAsync(url, cancellation).ConfigureAwait(false);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync($"streamwatch: {url} does not answer: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
