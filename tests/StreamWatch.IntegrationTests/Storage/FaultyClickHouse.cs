using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>A ClickHouse whose connection breaks once: before or behind the statement of a given name.</summary>
sealed class FaultyClickHouse(IClickHouse inner, string statement, bool behind) : IClickHouse
{
    public Uri Url => inner.Url;

    public bool HasBroken { get; private set; }

    public void Dispose()
    {
    }

    public Task<bool> PingAsync(CancellationToken cancellationToken = default) => inner.PingAsync(cancellationToken);

    public Task ExecuteAsync(Statement asked, CancellationToken cancellationToken = default) =>
        BreakAsync(asked, () => inner.ExecuteAsync(asked, cancellationToken));

    public Task<Stream> OpenAsync(Statement asked, string format, CancellationToken cancellationToken = default) => inner.OpenAsync(asked, format, cancellationToken);

    public Task<Stream> StreamAsync(Statement asked, string format, CancellationToken cancellationToken = default) => inner.StreamAsync(asked, format, cancellationToken);

    public IAsyncEnumerable<T> QueryAsync<T>(Statement asked, CancellationToken cancellationToken = default) => inner.QueryAsync<T>(asked, cancellationToken);

    public Task InsertAsync(Statement asked, InsertBody body, CancellationToken cancellationToken = default) =>
        BreakAsync(asked, () => inner.InsertAsync(asked, body, cancellationToken));

    async Task BreakAsync(Statement asked, Func<Task> run)
    {
        if (HasBroken || asked.Name != statement)
        {
            await run();
            return;
        }

        HasBroken = true;
        if (behind)
        {
            await run();
        }

        throw new ClickHouseTransportException(asked.Name, "broken by the test");
    }
}
