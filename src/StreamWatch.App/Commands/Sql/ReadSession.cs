using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;

namespace StreamWatch.App.Commands.Sql;

/// <summary>Reads from a store: from a server, from the engine that another process runs on the directory, or from one started for the moment.</summary>
internal sealed class ReadSession(StoreOptions options)
{
    // As long as a replay that has just begun may take until its engine answers, or another sql until it is done with the directory.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

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

    /// <summary>Hands a client that may only read to <paramref name="read"/>; tries again as long as the engine behind it is just ending.</summary>
    public async Task<T> ReadAsync<T>(Func<IClickHouse, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        if (options.Server is { } server)
        {
            using var client = new ClickHouseHttp(server with { Database = options.Database, ReadOnly = true });
            return await read(client, cancellation).ConfigureAwait(false);
        }

        var directory = options.DataDirectory!;
        if (!EngineDirectory.HoldsData(directory))
        {
            throw new StorageException($"{directory} holds no StreamWatch data; \"streamwatch replay --data {directory} PATH...\" makes some");
        }

        var started = options.Time.GetTimestamp();
        while (true)
        {
            try
            {
                var store = await StreamWatchStore.OpenAsync(options, cancellation).ConfigureAwait(false);
                await using (store.ConfigureAwait(false))
                {
                    using var client = new ClickHouseHttp(store.Engine!.Connection.ForReader(options.Database));
                    return await read(client, cancellation).ConfigureAwait(false);
                }
            }
            catch (DirectoryInUseException)
            {
                if (EngineDirectory.TryConnect(directory) is { } connection)
                {
                    using var client = new ClickHouseHttp(connection.ForReader(options.Database));
                    if (await client.PingAsync(cancellation).ConfigureAwait(false))
                    {
                        return await read(client, cancellation).ConfigureAwait(false);
                    }
                }

                if (options.Time.GetElapsedTime(started) > _patience)
                {
                    throw;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), options.Time, cancellation).ConfigureAwait(false);
        }
    }
}
