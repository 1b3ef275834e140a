using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>Short questions to a store.</summary>
static class StoreReading
{
    /// <summary>The answer in TSV, without the last line end.</summary>
    public static async Task<string> TextAsync(this IClickHouse clickHouse, string sql)
    {
        await using var answer = await clickHouse.OpenAsync(new("test", sql), "TSV", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answer);
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n');
    }

    public static Task<string> TextAsync(this StreamWatchStore store, string sql) => store.ClickHouse.TextAsync(sql.Replace("{db}", store.Database, StringComparison.Ordinal));
}
