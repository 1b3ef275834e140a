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
    public async Task CopyAsync(Statement statement, string format, Stream output, CancellationToken cancellation)
    {
        if (options.Server is { } server)
        {
            using var client = new ClickHouseHttp(server with { Database = options.Database });
            await CopyAsync(client, statement.Setting("readonly", "2"), format, output, cancellation).ConfigureAwait(false);
            return;
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
                    await CopyAsync(client, statement, format, output, cancellation).ConfigureAwait(false);
                    return;
                }
            }
            catch (DirectoryInUseException)
            {
                if (await TryRunningAsync(directory, statement, format, output, cancellation).ConfigureAwait(false))
                {
                    return;
                }

                if (options.Time.GetElapsedTime(started) > _patience)
                {
                    throw;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), options.Time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryRunningAsync(string directory, Statement statement, string format, Stream output, CancellationToken cancellation)
    {
        if (EngineDirectory.TryConnect(directory) is not { } connection)
        {
            return false;
        }

        using var client = new ClickHouseHttp(connection.ForReader(options.Database));
        Stream answer;
        try
        {
            answer = await client.OpenAsync(statement, format, cancellation).ConfigureAwait(false);
        }
        catch (ClickHouseTransportException)
        {
            // It was just ending; nothing has been written yet.
            return false;
        }

        await using (answer.ConfigureAwait(false))
        {
            await answer.CopyToAsync(output, cancellation).ConfigureAwait(false);
        }

        return true;
    }

    private static async Task CopyAsync(ClickHouseHttp client, Statement statement, string format, Stream output, CancellationToken cancellation)
    {
        var answer = await client.OpenAsync(statement, format, cancellation).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            await answer.CopyToAsync(output, cancellation).ConfigureAwait(false);
        }
    }
}
