using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Stores;

/// <summary>The two options that say where results are kept: <c>--data DIR</c> and <c>--clickhouse URL</c>.</summary>
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

    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(ClickHouse);
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

        return new StoreOptions
        {
            DataDirectory = data,
            Server = url is null ? null : ClickHouseOptions.FromEnvironment(url),
            Purpose = purpose,
            Time = TimeProvider.System,
        };
    }
}
