using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;

namespace StreamWatch.App.Commands.Stores;

/// <summary>Reaches a store for a moment: on a server, in the engine that another process runs on the directory, or in one started for it.</summary>
internal static class StoreSession
{
    // As long as a replay that has just begun may take until its engine answers, or another sql until it is done with the directory.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Hands a client to <paramref name="use"/>; tries again as long as the engine behind it is just ending.</summary>
    /// <param name="options">Which store.</param>
    /// <param name="mayWrite">Whether the client may write: small things that go through no ledger, beside whatever else is written.</param>
    /// <param name="use">What is done with it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="StorageException">The directory holds no data, or is held by a process whose engine does not answer.</exception>
    public static async Task<T> UseAsync<T>(StoreOptions options, bool mayWrite, Func<IClickHouse, CancellationToken, Task<T>> use, CancellationToken cancellation)
    {
        if (options.Server is { } server)
        {
            using var client = ClickHouseServers.Reach(server with { Database = options.Database, ReadOnly = !mayWrite });
            return await use(client, cancellation).ConfigureAwait(false);
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
                    using var client = Client(store.Engine!.Connection, options, mayWrite);
                    return await use(client, cancellation).ConfigureAwait(false);
                }
            }
            catch (DirectoryInUseException)
            {
                if (EngineDirectory.TryConnect(directory) is { } connection)
                {
                    using var client = Client(connection, options, mayWrite);
                    if (await client.PingAsync(cancellation).ConfigureAwait(false))
                    {
                        return await use(client, cancellation).ConfigureAwait(false);
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

    private static ClickHouseHttp Client(EngineConnection connection, StoreOptions options, bool mayWrite) =>
        new(mayWrite ? connection.ForProgram() with { Database = options.Database } : connection.ForReader(options.Database));
}
