using System.Diagnostics;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>An embedded engine that serves a data directory to others (<c>streamwatch serve</c>), as a ClickHouse server does.</summary>
sealed class ServedEngine : IAsyncDisposable
{
    readonly Process _process;

    ServedEngine(Process process, Dictionary<string, string> words)
    {
        _process = process;
        Url = new Uri(words["url"]);
        Environment = new Dictionary<string, string>
        {
            ["STREAMWATCH_CLICKHOUSE_USER"] = words["user"],
            ["STREAMWATCH_CLICKHOUSE_PASSWORD"] = words["password"],
        };
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>What a stage has to have in its environment to be let in.</summary>
    public Dictionary<string, string> Environment { get; }

    public static async Task<ServedEngine> StartAsync(string data)
    {
        var process = Storage.Program.Start("serve", "--data", data);
        var words = new Dictionary<string, string>();
        while (words.Count < 5)
        {
            var parts = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!.Split(' ', 2, StringSplitOptions.TrimEntries);
            words[parts[0]] = parts[1];
        }

        return new ServedEngine(process, words);
    }

    /// <summary>The store in it, as the program opens it.</summary>
    public Task<StreamWatchStore> OpenAsync() => StreamWatchStore.OpenAsync(
        new StoreOptions
        {
            Server = ClickHouseOptions.FromEnvironment(Url.ToString(), Environment.GetValueOrDefault),
            Purpose = "test",
            Time = TimeProvider.System,
        },
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
