using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Stores;

/// <summary>The two options that say where results are kept, <c>--data DIR</c> and <c>--clickhouse URL</c>, and those that say how the server is reached.</summary>
internal sealed class StoreTarget
{
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Data directory with the embedded ClickHouse.",
        HelpName = "DIR",
    };

    public Option<string?> ClickHouse { get; } = new("--clickhouse")
    {
        Description = "A ClickHouse server instead. User and password come from STREAMWATCH_CLICKHOUSE_USER and "
            + "STREAMWATCH_CLICKHOUSE_PASSWORD_FILE (or STREAMWATCH_CLICKHOUSE_PASSWORD).",
        HelpName = "URL",
    };

    private readonly Option<string?> _cluster = new("--clickhouse-cluster")
    {
        Description = "Cluster of the server, as its remote_servers names it: the schema is made on all replicas, with Replicated* engines. "
            + "Or STREAMWATCH_CLICKHOUSE_CLUSTER.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _authority = new("--clickhouse-ca-file")
    {
        Description = "Certificates (PEM) that the server's certificate has to come from; default: what the system trusts.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _certificate = new("--clickhouse-cert-file")
    {
        Description = "Certificate (PEM) that we show to the server.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--clickhouse-key-file")
    {
        Description = "Its private key (PEM); default: in the same file.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Data, ClickHouse, _cluster, _authority, _certificate, _key })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether one was named, for commands that can do without.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(Data) is not null || parsed.GetValue(ClickHouse) is not null;

    /// <summary>What was named. Where one stands on the command line and the other in the environment, the command line counts alone.</summary>
    public (string? Data, string? ClickHouse) Named(ParseResult parsed)
    {
        var (data, url) = (parsed.GetValue(Data), parsed.GetValue(ClickHouse));
        return (EnvironmentDefaults.IsGiven(parsed, Data), EnvironmentDefaults.IsGiven(parsed, ClickHouse)) switch
        {
            (true, false) when url is not null => (null, url),
            (false, true) when data is not null => (data, null),
            _ => (data, url),
        };
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="ConfigurationException">Neither or both were named.</exception>
    /// <exception cref="ClickHouseUsageException">The URL is none.</exception>
    public StoreOptions Read(ParseResult parsed, string purpose)
    {
        var (data, url) = Named(parsed);
        if (data is "" || url is "")
        {
            throw new ConfigurationException($"{(data is "" ? "--data" : "--clickhouse")} is empty; name {(data is "" ? "a directory" : "a URL")}");
        }

        if (data is null == url is null)
        {
            throw new ConfigurationException($"{purpose} needs either --data DIR or --clickhouse URL{(data is null ? "" : ", not both")}");
        }

        var settings = new ServerSettings
        {
            Cluster = parsed.GetValue(_cluster),
            CaFile = parsed.GetValue(_authority),
            CertificateFile = parsed.GetValue(_certificate),
            KeyFile = parsed.GetValue(_key),
        };
        if (url is null && settings != new ServerSettings())
        {
            throw new ConfigurationException("--clickhouse-cluster and the certificates are for a server; name it with --clickhouse URL, or leave them away");
        }

        return new StoreOptions
        {
            DataDirectory = data,
            Server = url is null ? null : ClickHouseOptions.FromEnvironment(url, settings: settings),
            Purpose = purpose,
            Time = TimeProvider.System,
        };
    }
}
