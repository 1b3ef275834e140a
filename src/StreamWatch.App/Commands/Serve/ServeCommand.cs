using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Logging;
using StreamWatch.App.Stages;
using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;

namespace StreamWatch.App.Commands.Serve;

/// <summary>
/// <c>streamwatch serve</c>: opens a data directory to any ClickHouse client. Exit codes: 0 stopped by Ctrl-C, 1 the engine failed, 2 wrong use.
/// </summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var port = new Option<int?>("--port") { Description = "HTTP port on 127.0.0.1, 1 to 65535. Default: a free one.", HelpName = "PORT" };
        var target = new StoreTarget();
        var stage = new StageSettings();
        var command = new Command(
            "serve",
            """
            Start ClickHouse on a data directory and print how to connect; ends with Ctrl-C.
            With --clickhouse it brings the schema of that server up to date and ends.

            Example: streamwatch serve --data mydata
            """)
        {
            port,
        };
        target.AddTo(command);
        stage.AddTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, target, stage, parsed.GetValue(port), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreTarget target, StageSettings stageSettings, int? port, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        StoreOptions options;
        StageOptions stageOptions;
        try
        {
            if (port is < 1 or > 65535)
            {
                throw new StorageException($"--port {port.Value.ToString(CultureInfo.InvariantCulture)} is not between 1 and 65535");
            }

            options = target.Read(parsed, "serve") with { Port = port };
            var faults = new List<string>();
            stageOptions = stageSettings.Read(parsed, faults);
            if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }
        }
        catch (Exception e) when (e is ConfigurationException or StorageException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {EnvironmentDefaults.Explain(parsed, e.Message)}").ConfigureAwait(false);
            return 2;
        }

        using var log = ProgramLog.Open(parsed);
        try
        {
            var stage = Stage.Open("serve", stageOptions, TimeProvider.System, log);
            await using var _ = stage.ConfigureAwait(false);
            var engine = (EmbeddedEngine?)null;
            stage.Health.Ready("clickhouse", () => engine is null ? "it is being started" : engine.Ended.IsCompleted ? "the engine ended" : null);
            var store = await StreamWatchStore.OpenAsync(options, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                engine = store.Engine;
                return await HoldAsync(store, output, error, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is StorageException or ClickHouseException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static async Task<int> HoldAsync(StreamWatchStore store, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (store.Engine is not { } engine)
        {
            await output.WriteLineAsync($"{store.ClickHouse.Url} has database {store.Database}, schema up to date").ConfigureAwait(false);
            return 0;
        }

        var connection = engine.Connection;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            url       {connection.Url}
            native    127.0.0.1:{connection.TcpPort}
            database  {store.Database}
            user      {EngineConnection.ProgramUser}
            password  {connection.ProgramPassword}
            To read only: user {EngineConnection.ReaderUser}, password {connection.ReaderPassword}
            """)).ConfigureAwait(false);
        await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await error.WriteLineAsync("Ctrl-C ends it.").ConfigureAwait(false);

        var stopped = new TaskCompletionSource();
        await using var registration = cancellation.Register(stopped.SetResult).ConfigureAwait(false);
        if (await Task.WhenAny(engine.Ended, stopped.Task).ConfigureAwait(false) == stopped.Task)
        {
            return 0;
        }

        await error.WriteLineAsync($"streamwatch: the ClickHouse engine ended: {await engine.Ended.ConfigureAwait(false)}").ConfigureAwait(false);
        return 1;
    }
}
