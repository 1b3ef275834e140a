namespace StreamWatch.Storage.ClickHouse;

/// <summary>
/// A ClickHouse to talk to: the embedded engine or a server, over HTTP either way. Safe for concurrent use.
/// Every method throws one of the <see cref="ClickHouseException"/> family, which says whether trying again can help.
/// </summary>
public interface IClickHouse : IDisposable
{
    /// <summary>Where it is; holds no password.</summary>
    Uri Url { get; }

    /// <summary>Whether it answers <c>/ping</c>; never throws but for cancellation.</summary>
    Task<bool> PingAsync(CancellationToken cancellationToken = default);

    /// <summary>Runs a statement and waits for its end; what it returns is thrown away.</summary>
    Task ExecuteAsync(Statement statement, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a query and hands out its bytes in <paramref name="format"/> (any ClickHouse output format) as they come. The server holds the
    /// answer back until the query has ended, so that an error is always thrown here and never found in the middle of the data.
    /// </summary>
    Task<Stream> OpenAsync(Statement statement, string format, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same without holding anything back, for answers of any size: the bytes come while the query runs, without a limit of time, and an
    /// error in the middle is thrown when it is reached. Disposing the stream ends the query.
    /// </summary>
    Task<Stream> StreamAsync(Statement statement, string format, CancellationToken cancellationToken = default);

    /// <summary>Runs a query and reads its rows; columns in snake_case become properties in PascalCase.</summary>
    IAsyncEnumerable<T> QueryAsync<T>(Statement statement, CancellationToken cancellationToken = default);

    /// <summary>Sends data behind an <c>INSERT ... FORMAT ...</c> statement and waits until it is stored.</summary>
    Task InsertAsync(Statement statement, InsertBody body, CancellationToken cancellationToken = default);
}
