using System.Net;
using System.Net.Security;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>Connections to a ClickHouse: whom they trust, how long they are kept, who asks over them.</summary>
internal static class HttpHandlers
{
    /// <summary>A new pool of connections; the caller disposes it, or the client that it gives it to.</summary>
    public static SocketsHttpHandler For(ClickHouseOptions options) => new()
    {
        AutomaticDecompression = DecompressionMethods.All,
        UseProxy = !options.Url.IsLoopback,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        SslOptions = options.Tls?.ForClient() ?? new SslClientAuthenticationOptions(),
    };

    /// <summary>Says who asks and what names without a database belong to.</summary>
    public static void SayWho(this HttpRequestMessage request, ClickHouseOptions options)
    {
        request.Headers.Add("X-ClickHouse-User", options.User);
        if (options.Password.Length > 0)
        {
            request.Headers.Add("X-ClickHouse-Key", options.Password);
        }

        if (options.Database is not null)
        {
            request.Headers.Add("X-ClickHouse-Database", options.Database);
        }
    }
}
