using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.ContainerTests;

/// <summary>
/// A real ClickHouse server for all tests: the one that STREAMWATCH_CLICKHOUSE names (user and password as for the program), else a container, which the stages find by the same variables.
/// Without either the tests are skipped and say why.
/// </summary>
public sealed class ClickHouseServer : IAsyncLifetime
{
    const string UrlSetting = "STREAMWATCH_CLICKHOUSE";

    /// <summary>Where the stages store, on every server.</summary>
    const string StagesDatabase = "streamwatch";

    const int HttpPort = 8123;

    const string User = "streamwatch";

    IContainer? _container;

    ClickHouseOptions? _options;

    string _missing = "";

    /// <summary>How to reach the server; skips the test that asks where there is none.</summary>
    public ClickHouseOptions Options
    {
        get
        {
            if (_options is null)
            {
                Assert.Skip(_missing);
            }

            return _options;
        }
    }

    /// <summary>Opens a store in a database that no other test has.</summary>
    public Task<StreamWatchStore> OpenStoreAsync(string database, CancellationToken cancellationToken) =>
        StreamWatchStore.OpenAsync(new StoreOptions { Server = Options, Database = database, Time = TimeProvider.System }, cancellationToken);

    /// <summary>A name for such a database.</summary>
    public static string NewDatabase() => "test_" + Guid.NewGuid().ToString("N");

    /// <summary>Skips the test where the database of the stages holds somebody's data.</summary>
    public async Task RequireEmptyAsync(CancellationToken cancellationToken)
    {
        using var client = ClickHouseServers.Reach(Options);
        await foreach (var found in client.QueryAsync<Count>(new Statement("test.tables", "SELECT count() AS number FROM system.tables WHERE database = {name:String}").With("name", StagesDatabase), cancellationToken))
        {
            Assert.SkipWhen(found.Number > 0, $"{Options.Url} has a database {StagesDatabase}, which the stages would store in and this test drops: name another server in {UrlSetting}");
        }
    }

    /// <summary>What the stages stored, as text; then it is dropped.</summary>
    public async Task<string> TakeAsync(Func<StreamWatchStore, Task<string>> read, CancellationToken cancellationToken)
    {
        await using var store = await OpenStoreAsync(StagesDatabase, cancellationToken);
        try
        {
            return await read(store);
        }
        finally
        {
            await store.ClickHouse.ExecuteAsync(new("test.drop", $"DROP DATABASE {StagesDatabase} SYNC"), CancellationToken.None);
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(UrlSetting) is { Length: > 0 } url)
        {
            _options = ClickHouseOptions.FromEnvironment(url);
            return;
        }

        var password = Guid.NewGuid().ToString("N");
        try
        {
            _container = new ContainerBuilder(DockerVersions.Image("clickhouse/clickhouse-server", "CLICKHOUSE_VERSION"))
                .WithPortBinding(HttpPort, assignRandomHostPort: true)
                .WithEnvironment("CLICKHOUSE_USER", User)
                .WithEnvironment("CLICKHOUSE_PASSWORD", password)
                .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPort(HttpPort).ForPath("/ping")))
                .Build();
        }
        catch (DockerUnavailableException)
        {
            _missing = $"no Docker engine answers here: start one, or name a ClickHouse server in {UrlSetting}";
            return;
        }

        await _container.StartAsync(TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(UrlSetting, new UriBuilder(Uri.UriSchemeHttp, _container.Hostname, _container.GetMappedPublicPort(HttpPort)).Uri.ToString());
        Environment.SetEnvironmentVariable("STREAMWATCH_CLICKHOUSE_USER", User);
        Environment.SetEnvironmentVariable("STREAMWATCH_CLICKHOUSE_PASSWORD", password);
        _options = ClickHouseOptions.FromEnvironment(Environment.GetEnvironmentVariable(UrlSetting)!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    sealed record Count(long Number);
}
