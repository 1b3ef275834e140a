using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Incidents;
using StreamWatch.App.Logging;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Detection;
using StreamWatch.Simulation;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Demo;

/// <summary>
/// <c>streamwatch demo</c>: makes a small labelled data set, replays it and shows what was found beside the truth. Exit
/// codes: 0 done, 1 the run failed, 130 interrupted.
/// </summary>
internal static class DemoCommand
{
    private const string Scenario = "founding";
    private const int Interrupted = 130;

    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "A whole number, -2147483648 to 2147483647; the same seed gives the same data.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var folder = new Option<string?>("--data") { Description = "Where to keep it; default: streamwatch-demo in the current folder. An earlier demo there is made anew.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each outage found, and nothing else." };
        var command = new Command(
            "demo",
            """
            See it work: North Korea in January 2022, its hosts probed from three places and its routes at three route
            collectors (simulated after published reports); the incidents found, how they unfolded and what they are
            consistent with, the truth, and queries to try.

            Example: streamwatch demo
            """)
        {
            seed, folder, json,
        };
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed, parsed.GetValue(folder) ?? "streamwatch-demo", parsed.GetValue(seed), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string folder, int seed, bool json, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        using var log = ProgramLog.Open(parsed);
        try
        {
            var home = new DemoFolder(folder);
            home.Renew();
            var simulated = SimulationScenario.Write(Scenario, seed, home.Input, progress: null, cancellation);
            if (!json)
            {
                await output.WriteLineAsync(DemoText.Opening(simulated, home)).ConfigureAwait(false);
            }

            var faults = new List<string>();
            var watch = WatchFile.Load(home.WatchFile, faults);
            var options = new ReplayOptions
            {
                Paths = [home.Input.FullName],
                Watch = watch,
                Detection = new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns },
            };
            var archive = Archive.Find(options.Paths, collector: null, cancellation);
            var store = await StreamWatchStore.OpenAsync(
                new StoreOptions { DataDirectory = home.Data.FullName, Purpose = "demo", Time = TimeProvider.System }, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var statistics = new ReplayStatistics();
                var running = new ReplayRunner(store, TimeProvider.System, log).RunAsync(archive, options, statistics, cancellation);
                await ReplayProgress.ShowAsync(running, statistics, archive.Bytes).ConfigureAwait(false);
                var result = await running.ConfigureAwait(false);
                if (json)
                {
                    foreach (var outage in result.Outages)
                    {
                        await output.WriteLineAsync(OutageJson.Line(outage)).ConfigureAwait(false);
                    }

                    return 0;
                }

                await output.WriteLineAsync(IncidentText.Of(result.Outages, watch)).ConfigureAwait(false);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{statistics.Probes:N0} probe results and {statistics.Elems:N0} elems of {result.Views} views read, judged and stored in {result.Elapsed.TotalSeconds:N1} s\n")).ConfigureAwait(false);
                await output.WriteLineAsync(DemoText.Truth(simulated.Truth, result.Outages)).ConfigureAwait(false);
                await output.WriteLineAsync(DemoText.Queries(home, result.Outages)).ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception e) when (e is FeedException or StorageException or ClickHouseException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("streamwatch: interrupted").ConfigureAwait(false);
            return Interrupted;
        }
    }
}
