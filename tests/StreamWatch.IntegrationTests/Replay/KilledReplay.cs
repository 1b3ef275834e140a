using System.Diagnostics;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>A replay that is killed at random moments and started again until it is done.</summary>
static class KilledReplay
{
    /// <summary>
    /// Kills on even turns the program with the engine that is its child, and on odd ones the program alone; at least once. Where a run was
    /// quicker than its kill, it is all done again into another directory with half the time.
    /// </summary>
    /// <param name="place">Where it runs.</param>
    /// <param name="paths">What is replayed.</param>
    /// <param name="kills">How often at most; a run that is quicker than its moment ends the series.</param>
    /// <param name="longest">Moments are drawn up to here, from the start of the process.</param>
    /// <param name="seed">Seed of the moments.</param>
    /// <returns>The data directory, and what the last run printed.</returns>
    public static async Task<(string Data, string Output)> RunAsync(ReplayPlace place, IReadOnlyList<string> paths, int kills, TimeSpan longest, int seed)
    {
        for (; ; longest /= 2)
        {
            var data = $"killed-{seed}-{Guid.NewGuid():N}";
            var (killed, output) = await RunAsync(place.Arguments(data, paths), kills, longest, seed);
            if (killed > 0)
            {
                return (data, output);
            }
        }
    }

    static async Task<(int Kills, string Output)> RunAsync(string[] arguments, int kills, TimeSpan longest, int seed)
    {
        var random = new Random(seed);
        for (var killed = 0; ; killed++)
        {
            using var process = Storage.Program.Start(arguments);
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (killed < kills)
            {
                // Not to wait for anything: the moment is what is varied.
                using var moment = new CancellationTokenSource(longest * random.NextDouble());
                if (!await EndsAsync(process, moment.Token))
                {
                    process.Kill(entireProcessTree: killed % 2 == 0);
                    await process.WaitForExitAsync();
                    continue;
                }
            }

            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? (killed, await output)
                : throw new InvalidOperationException($"after {killed} kills the replay ended with {process.ExitCode}: {await error}");
        }
    }

    static async Task<bool> EndsAsync(Process process, CancellationToken moment)
    {
        try
        {
            await process.WaitForExitAsync(moment);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
