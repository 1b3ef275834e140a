namespace StreamWatch.Storage.ClickHouse;

/// <summary>How to reach a ClickHouse. The password is never part of the URL, so that it stands in no log and on no command line.</summary>
public sealed record ClickHouseOptions
{
    /// <summary>Base URL of the HTTP interface, for example <c>http://127.0.0.1:8123</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>User; default <c>default</c>.</summary>
    public string User { get; init; } = "default";

    /// <summary>Password; empty by default.</summary>
    public string Password { get; init; } = "";

    /// <summary>Database that names without one belong to; default: the user's own.</summary>
    public string? Database { get; init; }

    /// <summary>Whether every statement is bound to read only (setting <c>readonly</c> = 2). Default: no.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How long one statement may take; default 10 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether bodies travel compressed (gzip). Default: only to other machines, since it costs more than loopback does.</summary>
    public bool? Compress { get; init; }

    /// <summary>
    /// Name of the server's cluster, as <c>remote_servers</c> has it, or a macro such as <c>{cluster}</c>; null for a server that stands alone. With one, the schema is
    /// made on all its replicas with Replicated* engines, and a write counts when most replicas have it.
    /// </summary>
    public string? Cluster { get; init; }

    /// <summary>How https is done; null for what the system trusts.</summary>
    public ClickHouseTls? Tls { get; init; }

    /// <summary>
    /// Options from a URL and the environment: <c>STREAMWATCH_CLICKHOUSE_USER</c>, and the password from <c>STREAMWATCH_CLICKHOUSE_PASSWORD</c>
    /// or the file that <c>STREAMWATCH_CLICKHOUSE_PASSWORD_FILE</c> names; the rest as <see cref="ServerSettings"/> says.
    /// </summary>
    /// <param name="url">Base URL.</param>
    /// <param name="environment">The environment; default: this process's.</param>
    /// <param name="settings">What was set beside the URL; it goes before the environment.</param>
    /// <exception cref="ClickHouseUsageException">
    /// The URL is not an http(s) URL or holds a password, the password is given twice, a file cannot be read, or the cluster's name is none.
    /// </exception>
    public static ClickHouseOptions FromEnvironment(string url, Func<string, string?>? environment = null, ServerSettings? settings = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new ClickHouseUsageException("options", $"\"{url}\" is not a ClickHouse URL; write http://host:8123 or https://host:8443");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new ClickHouseUsageException(
                "options",
                "the ClickHouse URL must hold no user and no password; set STREAMWATCH_CLICKHOUSE_USER and STREAMWATCH_CLICKHOUSE_PASSWORD_FILE");
        }

        var password = environment("STREAMWATCH_CLICKHOUSE_PASSWORD") ?? "";
        if (environment("STREAMWATCH_CLICKHOUSE_PASSWORD_FILE") is { Length: > 0 } file)
        {
            if (password.Length > 0)
            {
                throw new ClickHouseUsageException("options", "STREAMWATCH_CLICKHOUSE_PASSWORD and STREAMWATCH_CLICKHOUSE_PASSWORD_FILE are both set; set one of them");
            }

            try
            {
                password = File.ReadAllText(file).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ClickHouseUsageException("options", $"STREAMWATCH_CLICKHOUSE_PASSWORD_FILE names {file}, which cannot be read: {e.Message}");
            }
        }

        var rest = (settings ?? new ServerSettings()).OrFrom(environment);
        return new ClickHouseOptions
        {
            Url = uri,
            User = environment("STREAMWATCH_CLICKHOUSE_USER") is { Length: > 0 } user ? user : "default",
            Password = password,
            Cluster = rest.Cluster is { Length: > 0 } cluster ? ClusterName.Checked(cluster) : null,
            Tls = ClickHouseTls.Read(uri, rest),
        };
    }
}
