using System.Diagnostics;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A stage that is killed with -9 at random moments and started again, and then runs to its end.</summary>
static class KilledStage
{
    /// <summary>Runs it; on even turns its child, the engine, is killed with it, on odd ones the stage alone.</summary>
    /// <param name="words">The stage.</param>
    /// <param name="kills">How often it is killed.</param>
    /// <param name="random">Draws the moments.</param>
    /// <param name="longest">Moments are drawn up to here, from the start of the process; shortened each time that the stage was quicker.</param>
    public static async Task RunAsync(string[] words, int kills, Random random, TimeSpan longest)
    {
        for (var killed = 0; killed < kills;)
        {
            using var process = Storage.Program.Start(words);
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();

            // Not to wait for anything: the moment is what is varied.
            using var moment = new CancellationTokenSource(longest * random.NextDouble());
            if (await EndsAsync(process, moment.Token))
            {
                // It was quicker; done again it does nothing twice either.
                Check(words, process, await output, await error);
                longest *= 0.75;
                continue;
            }

            process.Kill(entireProcessTree: killed++ % 2 == 0);
            await process.WaitForExitAsync();
        }

        await ClusterPlace.RunAsync(words);
    }

    static void Check(string[] words, Process process, string output, string error)
    {
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{words[0]} ended with {process.ExitCode}: {error}{output}");
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
