using System.Diagnostics;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A stage that is killed with -9 at random moments and started again, and then runs to its end.</summary>
static class KilledStage
{
    /// <summary>
    /// Runs it; on even turns its child, the engine, is killed with it, on odd ones the stage alone. Once it was quicker than its kill it has done everything, and there is nothing
    /// left to kill.
    /// </summary>
    /// <param name="words">The stage.</param>
    /// <param name="kills">How often it is killed at most.</param>
    /// <param name="random">Draws the moments.</param>
    /// <param name="longest">Moments are drawn up to here.</param>
    /// <param name="begins">
    /// What a line on stderr says when it begins to work: moments are counted from there, but for every fourth. Null: from the start of the process.
    /// </param>
    /// <returns>How often it was killed.</returns>
    public static async Task<int> RunAsync(string[] words, int kills, Random random, TimeSpan longest, string? begins = null)
    {
        for (var killed = 0; killed < kills;)
        {
            using var process = Storage.Program.Start(words);
            var output = process.StandardOutput.ReadToEndAsync();
            var error = new ErrorLines(process, begins);
            if (begins is not null && killed % 4 < 3)
            {
                await Task.WhenAny(error.Begun, process.WaitForExitAsync());
            }

            // Not to wait for anything: the moment is what is varied.
            using var moment = new CancellationTokenSource(longest * random.NextDouble());
            if (await EndsAsync(process, moment.Token))
            {
                Check(words, process, await output, await error.All);

                // Done again it does nothing twice.
                await ClusterPlace.RunAsync(words);
                return killed;
            }

            process.Kill(entireProcessTree: killed++ % 2 == 0);
            await process.WaitForExitAsync();
        }

        await ClusterPlace.RunAsync(words);
        return kills;
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

    /// <summary>What it says, line by line.</summary>
    sealed class ErrorLines
    {
        readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ErrorLines(Process process, string? begins) => All = ReadAsync(process.StandardError, begins);

        public Task Begun => _begun.Task;

        public Task<string> All { get; }

        async Task<string> ReadAsync(StreamReader reader, string? begins)
        {
            var lines = new List<string>();
            while (await reader.ReadLineAsync() is { } line)
            {
                lines.Add(line);
                if (begins is not null && line.Contains(begins, StringComparison.Ordinal))
                {
                    _begun.TrySetResult();
                }
            }

            return string.Join('\n', lines);
        }
    }
}
