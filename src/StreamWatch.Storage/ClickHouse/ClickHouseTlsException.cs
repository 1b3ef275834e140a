using System.Security.Authentication;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>Server and client do not trust one another's certificates; nothing was sent. It would be the same the next time.</summary>
public sealed class ClickHouseTlsException(string statement, Uri url, AuthenticationException inner)
    : ClickHouseException(
        statement,
        $"no secure connection to ClickHouse at {url}: {inner.Message} Name the authority that the server's certificate comes from with --clickhouse-ca-file, "
        + "and use the host name that stands in the certificate",
        inner)
{
    public override bool IsRetryable => false;
}
