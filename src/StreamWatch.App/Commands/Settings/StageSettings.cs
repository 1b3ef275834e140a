using System.CommandLine;
using System.Globalization;
using System.Net;
using StreamWatch.App.Stages;

namespace StreamWatch.App.Commands.Settings;

/// <summary>The options that every stage has: where it tells its health, and where its metrics go.</summary>
internal sealed class StageSettings
{
    private const int MostPort = 65_535;

    private readonly Option<string?> _health = new("--health")
    {
        Description = "Where /healthz and /readyz answer, port 0 to 65535: 127.0.0.1 where HOST is left out, 0.0.0.0 for every address, port 0 for a free one. Default: nowhere.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string?> _otlp = new("--otlp")
    {
        Description = "OTLP receiver that metrics go to over HTTP, for example http://127.0.0.1:4318. Default: OTEL_EXPORTER_OTLP_ENDPOINT, else nowhere.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_health);
        command.Options.Add(_otlp);
    }

    /// <summary>The address of the health alone, for whoever asks there.</summary>
    public void AddHealthTo(Command command) => command.Options.Add(_health);

    /// <summary>What was asked for; every fault is added to <paramref name="faults"/>.</summary>
    public StageOptions Read(ParseResult parsed, List<string> faults, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var options = new StageOptions();
        if (parsed.GetValue(_health) is { } health)
        {
            if (TryEndpoint(health, out var endpoint))
            {
                options = options with { Health = endpoint };
            }
            else
            {
                faults.Add($"{_health.Name} is \"{health}\"; write an address and a port from 0 to {MostPort.ToString(CultureInfo.InvariantCulture)}: 127.0.0.1:8081, [::1]:8081, 0.0.0.0:8081 or 8081 alone");
            }
        }

        if (parsed.GetValue(_otlp) is { } otlp)
        {
            if (Uri.TryCreate(otlp, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)
            {
                options = options with { Otlp = url };
            }
            else
            {
                faults.Add($"{_otlp.Name} is \"{WithoutUser(otlp)}\"; write http://host:4318 or https://host:4318, without user and password: those go into OTEL_EXPORTER_OTLP_HEADERS");
            }
        }

        return options with { OtlpByStandard = options.Otlp is null && environment("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } };
    }

    private static bool TryEndpoint(string text, out IPEndPoint? endpoint)
    {
        endpoint = null;
        var colon = text.LastIndexOf(':');
        var (host, port) = (text[..Math.Max(colon, 0)], text[(colon + 1)..]);
        var address = host is "" or "localhost" ? IPAddress.Loopback : host == "*" ? IPAddress.Any : Address(host);
        if (address is null || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MostPort)
        {
            return false;
        }

        endpoint = new IPEndPoint(address, number);
        return true;
    }

    /// <summary>An address; one of IPv6 stands in brackets, or its end would be taken for the port.</summary>
    private static IPAddress? Address(string host) =>
        host.Contains(':', StringComparison.Ordinal) != host.StartsWith('[') ? null : IPAddress.TryParse(host, out var address) ? address : null;

    private static string WithoutUser(string url) =>
        url.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? $"***{url[at..]}" : url;
}
