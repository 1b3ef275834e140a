using System.Globalization;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Embedded;

/// <summary>
/// The real ClickHouse engine in a child process, on a data directory that this process holds meanwhile. It listens on loopback only, ends with
/// this process whatever ends it, and writes its log to <c>logs/</c> in the directory (at most 30 MiB).
/// </summary>
public sealed class EmbeddedEngine : IAsyncDisposable
{
    private const int PortTries = 3;
    private readonly EngineDirectory _directory;
    private readonly EngineProcess _process;
    private bool _stopped;

    private EmbeddedEngine(EngineDirectory directory, EngineProcess process, EngineConnection connection)
    {
        _directory = directory;
        _process = process;
        Connection = connection;
    }

    /// <summary>How to reach it.</summary>
    public EngineConnection Connection { get; }

    /// <summary>The engine's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends when the engine does; its result is what the engine said last.</summary>
    public Task<string> Ended => _process.Ended;

    /// <summary>Takes the directory, starts the engine and waits until it answers.</summary>
    /// <exception cref="DirectoryInUseException">Another process holds the directory.</exception>
    /// <exception cref="StorageException">The library is missing, the port is taken, or the engine ended; the message says which.</exception>
    public static async Task<EmbeddedEngine> StartAsync(EngineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var library = options.Library ?? EngineLibrary.Find();
        if (options.Port is { } asked && !FreePort.IsFree(asked))
        {
            throw new StorageException($"port {asked.ToString(CultureInfo.InvariantCulture)} on 127.0.0.1 is taken by another program; name another port, or none for a free one");
        }

        var directory = await EngineDirectory.TakeAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await StartOnceAsync(options, directory, library, cancellationToken).ConfigureAwait(false);
                }
                catch (PortTakenException) when (attempt < PortTries && options.Port is null)
                {
                    // Someone was quicker at the free port; look for another.
                }
            }
        }
        catch
        {
            directory.Forget();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Stops the engine in order: its query is killed, what it has open is closed. Connections left open cost a second.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        using (var client = new ClickHouseHttp(Connection.ForProgram() with { Timeout = TimeSpan.FromSeconds(10) }))
        {
            try
            {
                var stop = new Statement("engine.stop", "KILL QUERY WHERE query LIKE 'SELECT sleepEachRow(1) FROM system.numbers%' ASYNC");
                await client.ExecuteAsync(stop).ConfigureAwait(false);
            }
            catch (ClickHouseException)
            {
                // It may be gone already, or hang; the process is ended below either way.
            }
        }

        await _process.EndAsync(TimeSpan.FromSeconds(15)).ConfigureAwait(false);
        _directory.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _process.Dispose();
        _directory.Dispose();
    }

    private static async Task<EmbeddedEngine> StartOnceAsync(
        EngineOptions options, EngineDirectory directory, string library, CancellationToken cancellationToken)
    {
        var (http, tcp) = FreePort.Pair();
        var connection = EngineConnection.Random(options.Port ?? http, tcp);
        EngineConfiguration.Write(directory, connection, options);
        var process = EngineProcess.Start(
            options.Host,
            new EngineHostArguments(library, directory.Data, directory.Private, connection.HttpPort, connection.TcpPort, Environment.ProcessId));
        try
        {
            await AwaitReadyAsync(options, directory, connection, process, cancellationToken).ConfigureAwait(false);
            connection.Write(directory.ConnectionFile);
            return new EmbeddedEngine(directory, process, connection);
        }
        catch
        {
            await process.EndAsync(TimeSpan.Zero).ConfigureAwait(false);
            process.Dispose();
            throw;
        }
    }

    private static async Task AwaitReadyAsync(
        EngineOptions options, EngineDirectory directory, EngineConnection connection, EngineProcess process, CancellationToken cancellationToken)
    {
        // Asking with the password, so that another program on the same port is not taken for the engine.
        using var client = new ClickHouseHttp(connection.ForProgram() with { Timeout = TimeSpan.FromSeconds(5) });
        var started = options.Time.GetTimestamp();
        while (!process.Ended.IsCompleted)
        {
            try
            {
                await client.ExecuteAsync(new("engine.ready", "SELECT 1"), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ClickHouseException e)
            {
                if (options.Time.GetElapsedTime(started) > options.StartTimeout)
                {
                    throw new StorageException($"the ClickHouse engine did not answer within {options.StartTimeout.TotalSeconds} s; its log is {directory.LogFile}", e);
                }
            }

            await Task.WhenAny(process.Ended, Task.Delay(TimeSpan.FromMilliseconds(25), options.Time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var last = await process.Ended.ConfigureAwait(false);
        if (last.Contains("Address already in use", StringComparison.OrdinalIgnoreCase))
        {
            throw new PortTakenException($"a port of the ClickHouse engine was taken meanwhile: {last}");
        }

        throw new StorageException($"the ClickHouse engine ended at once: {last}; its log is {directory.LogFile}");
    }

    private sealed class PortTakenException(string message) : StorageException(message);
}
