using System.Globalization;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>A place of a test's own to store in: a new directory with the embedded engine, or a new database of the server that STREAMWATCH_CLICKHOUSE names.</summary>
sealed class TestStore : IAsyncDisposable
{
    const string ServerVariable = "STREAMWATCH_CLICKHOUSE";

    TestStore(string directory, StoreOptions options)
    {
        Directory = directory;
        Options = options;
    }

    public string Directory { get; }

    public StoreOptions Options { get; }

    /// <summary>A new place; skips the test where there is neither engine nor server.</summary>
    public static TestStore New(bool needsEngine = false)
    {
        var directory = Path.Combine(Path.GetTempPath(), "streamwatch-test-" + Guid.NewGuid().ToString("N"));
        var options = new StoreOptions { Time = TimeProvider.System, Purpose = "test" };
        if (!needsEngine && Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } url)
        {
            return new TestStore(directory, options with
            {
                Server = ClickHouseOptions.FromEnvironment(url),
                Database = string.Create(CultureInfo.InvariantCulture, $"test_{Guid.NewGuid():N}"),
            });
        }

        if (EngineLibrary.TryFind() is null)
        {
            Assert.Skip($"no ClickHouse engine: run npm ci, or set {EngineLibrary.Variable} to a libchdb.so, or {ServerVariable} to a server's URL");
        }

        return new TestStore(directory, options with { DataDirectory = directory });
    }

    public Task<StreamWatchStore> OpenAsync() => StreamWatchStore.OpenAsync(Options, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Options.Server is { } server)
        {
            using var client = ClickHouseServers.Reach(server);
            await client.ExecuteAsync(new("test.drop", $"DROP DATABASE IF EXISTS {Options.Database}"));
        }

        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
