using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.ContainerTests;

/// <summary>
/// A real ClickHouse server for the tests of one class: the one STREAMWATCH_TEST_CLICKHOUSE_URL names (user and password as for the program),
/// else a container of its own. Without either the tests are skipped and say why.
/// </summary>
public sealed class ClickHouseServer : IAsyncLifetime
{
    const string UrlSetting = "STREAMWATCH_TEST_CLICKHOUSE_URL";

    const string ImageSetting = "STREAMWATCH_TEST_CLICKHOUSE_IMAGE";

    const string DefaultImage = "clickhouse/clickhouse-server:25.8";

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

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(UrlSetting) is { Length: > 0 } url)
        {
            _options = ClickHouseOptions.FromEnvironment(url);
            return;
        }

        var password = Guid.NewGuid().ToString("N");
        var image = Environment.GetEnvironmentVariable(ImageSetting) is { Length: > 0 } named ? named : DefaultImage;
        try
        {
            _container = new ContainerBuilder(image)
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
        _options = new ClickHouseOptions
        {
            Url = new UriBuilder(Uri.UriSchemeHttp, _container.Hostname, _container.GetMappedPublicPort(HttpPort)).Uri,
            User = User,
            Password = password,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }
}
