namespace StreamWatch.Storage.ClickHouse;

/// <summary>What can be set beside a server's URL. None of it is a secret; paths of files are not their content.</summary>
public sealed record ServerSettings
{
    /// <summary>Name of the cluster; <c>STREAMWATCH_CLICKHOUSE_CLUSTER</c>.</summary>
    public string? Cluster { get; init; }

    /// <summary>File of PEM certificates that the server's has to come from; <c>STREAMWATCH_CLICKHOUSE_CA_FILE</c>.</summary>
    public string? CaFile { get; init; }

    /// <summary>File of this client's own certificate, PEM; <c>STREAMWATCH_CLICKHOUSE_CERT_FILE</c>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>File of its private key, PEM; <c>STREAMWATCH_CLICKHOUSE_KEY_FILE</c>. Default: the certificate's file holds it too.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The same with what is missing taken from the environment.</summary>
    internal ServerSettings OrFrom(Func<string, string?> environment) => new()
    {
        Cluster = Cluster ?? environment("STREAMWATCH_CLICKHOUSE_CLUSTER"),
        CaFile = CaFile ?? environment("STREAMWATCH_CLICKHOUSE_CA_FILE"),
        CertificateFile = CertificateFile ?? environment("STREAMWATCH_CLICKHOUSE_CERT_FILE"),
        KeyFile = KeyFile ?? environment("STREAMWATCH_CLICKHOUSE_KEY_FILE"),
    };
}
