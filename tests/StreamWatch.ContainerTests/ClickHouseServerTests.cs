using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ClickHouse.Client.ADO;
using ClickHouse.Client.Utility;
using StreamWatch.Domain.Routing;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Migrations;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.ContainerTests;

/// <summary>The same storage code on a ClickHouse server as on the embedded engine; read back by the client that others use.</summary>
[Trait("Tier", "long")]
public sealed class ClickHouseServerTests(ClickHouseServer server)
{
    const int Rows = 1000;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Elems_written_to_a_server_read_the_same_through_ClickHouse_Client()
    {
        var database = ClickHouseServer.NewDatabase();
        await using var store = await server.OpenStoreAsync(database, Cancellation);
        await WriteAsync(store, await store.Ledger.RegisterAsync(Source(database), Cancellation));

        await using var connection = Connect(database);
        await using var reader = await connection.ExecuteReaderAsync(
            "SELECT received_at, collector, peer_asn, peer_address, toString(elem_type), prefix, as_path, origin_asns, med FROM bgp_elems ORDER BY received_at");
        var row = 0;
        for (; await reader.ReadAsync(Cancellation); row++)
        {
            Assert.Equal(DateTime.UnixEpoch.AddMicroseconds(ReceivedAt(row)), reader.GetDateTime(0));
            Assert.Equal("rrc00", reader.GetString(1));
            Assert.Equal(64500u + (uint)row, reader.GetFieldValue<uint>(2));
            Assert.Equal(IPAddress.Parse("192.0.2.1").MapToIPv6(), reader.GetFieldValue<IPAddress>(3).MapToIPv6());
            Assert.Equal("announce", reader.GetString(4));
            Assert.Equal(PrefixOf(row).ToString(), reader.GetString(5));
            Assert.Equal(PathOf(row), reader.GetString(6));
            Assert.Equal([131279u], reader.GetFieldValue<uint[]>(7));
            Assert.Equal(row % 2 == 0 ? (object)(uint)row : DBNull.Value, reader.GetValue(8));
        }

        Assert.Equal(Rows, row);
        await DropAsync(connection, database);
    }

    [Fact]
    public async Task A_block_written_again_after_a_restart_is_stored_once()
    {
        var database = ClickHouseServer.NewDatabase();
        for (var start = 0; start < 2; start++)
        {
            await using var store = await server.OpenStoreAsync(database, Cancellation);
            var stored = await WriteAsync(store, await store.Ledger.RegisterAsync(Source(database), Cancellation));
            Assert.Equal(start == 0, stored);
        }

        await using var connection = Connect(database);
        Assert.Equal((ulong)Rows, await connection.ExecuteScalarAsync("SELECT count() FROM bgp_elems"));
        await DropAsync(connection, database);
    }

    [Fact]
    public async Task The_schema_is_applied_once_and_every_column_has_a_comment()
    {
        var database = ClickHouseServer.NewDatabase();
        for (var start = 0; start < 2; start++)
        {
            await using var store = await server.OpenStoreAsync(database, Cancellation);
        }

        await using var connection = Connect(database);
        Assert.Equal((ulong)MigrationCatalogue.All.Count, await connection.ExecuteScalarAsync("SELECT count() FROM schema_migrations"));
        Assert.Equal(
            0ul,
            await connection.ExecuteScalarAsync(
                $"""
                SELECT count() FROM system.columns AS c INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
                WHERE c.database = '{database}' AND t.engine LIKE '%MergeTree' AND c.comment = ''
                """));
        await DropAsync(connection, database);
    }

    [Fact]
    public async Task A_server_is_reached_through_ClickHouse_Client()
    {
        using var client = ClickHouseServers.Reach(server.Options);
        Assert.Equal("StreamWatch.Storage.AdoClient.ClientClickHouse", client.GetType().FullName);
        Assert.True(await client.PingAsync(Cancellation));
    }

    static SourceDescription Source(string name) =>
        new(SourceKind.File, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), name + ".mrt", "rrc00", Rows);

    static async Task<bool> WriteAsync(StreamWatchStore store, StoredSource source)
    {
        using var block = new ElemBlock { Collector = "rrc00" };
        for (var row = 0; row < Rows; row++)
        {
            block.Append(new ElemRow
            {
                ReceivedAtMicroseconds = ReceivedAt(row),
                PeerAsn = 64500u + (uint)row,
                PeerAddress = RouteAddress.From(IPAddress.Parse("192.0.2.1")),
                Type = ElemType.Announcement,
                Prefix = PrefixOf(row),
                AsPath = Encoding.UTF8.GetBytes(PathOf(row)),
                OriginAsns = [131279],
                Med = row % 2 == 0 ? (uint)row : null,
            });
        }

        return await store.WriteAsync(source, new OffsetRange(0, Rows), block, Cancellation);
    }

    // 26 January 2022, 03:00:00.000001 UTC and on, an elem a second
    static long ReceivedAt(int row) => 1_643_166_000_000_001 + (row * 1_000_000L);

    static Prefix PrefixOf(int row) =>
        Prefix.Parse(row % 3 == 0 ? string.Create(CultureInfo.InvariantCulture, $"2001:db8:{row:x}::/48") : string.Create(CultureInfo.InvariantCulture, $"10.{row / 256}.{row % 256}.0/24"));

    static string PathOf(int row) => string.Create(CultureInfo.InvariantCulture, $"{64500 + row} 4837 131279");

    ClickHouseConnection Connect(string database) =>
        new(new ClickHouseConnectionStringBuilder
        {
            Protocol = server.Options.Url.Scheme,
            Host = server.Options.Url.Host,
            Port = (ushort)server.Options.Url.Port,
            Username = server.Options.User,
            Password = server.Options.Password,
            Database = database,
        }.ConnectionString);

    static Task<int> DropAsync(ClickHouseConnection connection, string database) => connection.ExecuteStatementAsync($"DROP DATABASE {database}");
}
