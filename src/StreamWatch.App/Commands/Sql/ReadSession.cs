using StreamWatch.App.Commands.Stores;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Sql;

/// <summary>Reads from a store, also from one that another process writes to.</summary>
internal sealed class ReadSession(StoreOptions options)
{
    /// <summary>Runs the query and copies its answer.</summary>
    public Task CopyAsync(Statement statement, string format, Stream output, CancellationToken cancellation) => ReadAsync(
        async (client, token) =>
        {
            var answer = await client.StreamAsync(statement, format, token).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                await answer.CopyToAsync(output, token).ConfigureAwait(false);
            }

            return true;
        },
        cancellation);

    /// <summary>Hands a client that may only read to <paramref name="read"/>.</summary>
    public Task<T> ReadAsync<T>(Func<IClickHouse, CancellationToken, Task<T>> read, CancellationToken cancellation) =>
        StoreSession.UseAsync(options, mayWrite: false, read, cancellation);
}
