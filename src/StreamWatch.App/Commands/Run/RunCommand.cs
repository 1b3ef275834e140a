using System.CommandLine;
using System.Globalization;
using Serilog;
using Spectre.Console;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Logging;
using StreamWatch.App.Running;
using StreamWatch.App.Running.Journals;
using StreamWatch.App.Stages;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Probing;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Run;

/// <summary>
/// <c>streamwatch run</c>: probes what a watch file names, finds outages as they happen and keeps every measurement. Exit codes: 0 stopped by Ctrl-C and
/// everything is stored, 1 it failed, or what was measured could not all be stored (it waits in the journal), 2 wrong use or configuration.
/// </summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each revision of an outage, and nothing else." };
        var settings = new RunSettings();
        var command = new Command(
            "run",
            """
            Probe what a watch file names, find outages as they happen and keep every measurement in ClickHouse.
            On a terminal it shows a table; elsewhere it prints a line for each outage that opens or ends. Ctrl-C ends it.
            Started again with the same DIR it goes on: outages that are open stay open, and nothing is stored twice.

            Example: streamwatch run --watch watch.json --data mydata
            Exit codes: 0 stopped by Ctrl-C, everything is stored; 1 it failed, or something waits in the journal; 2 wrong use or configuration.
            """)
        {
            json,
        };
        settings.AddTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, settings, parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, RunSettings settings, bool json, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        var isDrawn = !json && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

        // What is logged to the terminal would tear the table: it is shown in it.
        var recent = new RecentEvents();
        using var log = ProgramLog.Open(parsed, isDrawn && !Console.IsErrorRedirected ? recent : null);
        try
        {
            var (options, storeOptions, stageOptions) = settings.Read(parsed);
            Warn(options, log);
            var stage = Stage.Open("run", stageOptions, TimeProvider.System, log);
            await using var _ = stage.ConfigureAwait(false);
            var store = await StreamWatchStore.OpenAsync(storeOptions, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                using var journal = Journal.Open(options.Journal, options.Vantage, TimeProvider.System);
                var prober = new Prober(new ProberOptions { Vantage = options.Vantage, Time = TimeProvider.System });
                var lines = new OutageLines(isDrawn ? TextWriter.Null : parsed.InvocationConfiguration.Output, json);
                await using (lines.ConfigureAwait(false))
                {
                    using var run = await LiveRun.OpenAsync(store, journal, options, prober, lines.Tell, stage, TimeProvider.System, log, cancellation).ConfigureAwait(false);
                    var running = run.RunAsync(lines.Know, cancellation);
                    if (isDrawn)
                    {
                        await LiveTable.ShowAsync(AnsiConsole.Console, running, options.Vantage, run.Look, () => recent.Lines, TimeProvider.System).ConfigureAwait(false);
                    }

                    return await running.ConfigureAwait(false) ? 0 : 1;
                }
            }
        }
        catch (Exception e) when (e is ConfigurationException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {EnvironmentDefaults.Explain(parsed, e.Message)}").ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (e is StorageException or ClickHouseException or JournalException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Before anything was measured.
            return 0;
        }
    }

    private static void Warn(RunOptions options, ILogger log)
    {
        var without = options.Watch.Targets.Where(target => target.Probe is null).Select(target => target.Name).ToList();
        if (without.Count > 0)
        {
            log.Warning(
                "{Count} targets have no probe and stay unknown: {Targets}",
                without.Count.ToString(CultureInfo.InvariantCulture),
                string.Join(", ", without));
        }
    }
}
