#if CLICKHOUSE_CLIENT
using StreamWatch.Storage.AdoClient;
#endif

namespace StreamWatch.Storage.ClickHouse;

/// <summary>Reaches ClickHouse servers: through ClickHouse.Client where this was built with it, else by <see cref="ClickHouseHttp"/>, which the embedded engine always has.</summary>
public static class ClickHouseServers
{
    /// <summary>A client of a server; nothing is sent yet.</summary>
    public static IClickHouse Reach(ClickHouseOptions server) =>
#if CLICKHOUSE_CLIENT
        new ClientClickHouse(server);
#else
        new ClickHouseHttp(server);
#endif
}
