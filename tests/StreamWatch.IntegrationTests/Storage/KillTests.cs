using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class KillTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Killing_writer_or_engine_at_ten_moments_loses_nothing_and_doubles_nothing() => KillAsync(10, 42);

    [Fact]
    [Trait("Tier", "long")]
    public Task Killing_writer_or_engine_at_two_hundred_moments_loses_nothing_and_doubles_nothing() => KillAsync(200, 43);

    /// <summary>Kills on even turns the writer and on odd ones the engine, some time after the writer has begun to store.</summary>
    static async Task KillAsync(int kills, int seed)
    {
        var random = new Random(seed);
        for (var killed = 0; killed < kills;)
        {
            await using var place = TestStore.New(needsEngine: true);
            var finished = false;
            while (!finished)
            {
                using var writer = KilledWriter.Start(place.Directory);
                var error = writer.StandardError.ReadToEndAsync(Token);
                Assert.Equal("open", await writer.StandardOutput.ReadLineAsync(Token));
                if (killed < kills)
                {
                    // Not to wait for anything: the moment is what is varied.
                    using var moment = new CancellationTokenSource(random.Next(0, 400));
                    finished = await EndsAsync(writer, moment.Token) && writer.ExitCode == 0;
                    if (!finished)
                    {
                        Kill(killed % 2 == 0 ? writer.Id : EngineOf(place.Directory));
                        killed++;
                    }
                }

                await writer.WaitForExitAsync(Token);
                finished |= writer.ExitCode == 0;
                Assert.True(finished || killed > 0, await error);
            }

            await using var store = await place.OpenAsync();
            var all = KilledWriter.AllRows.ToString(CultureInfo.InvariantCulture);
            Assert.Equal($"{all}\t{all}", await store.TextAsync("SELECT count(), uniqExact(prefix_address) FROM {db}.bgp_elems"));
            Assert.Equal(
                $"{2 * KilledWriter.Sources * KilledWriter.BlocksOfSource}\t1",
                await store.TextAsync("SELECT count(), max(times) FROM (SELECT source_id, target, block, uniqExactIf(attempt, stage = 'stored') AS times FROM {db}.ledger GROUP BY 1, 2, 3)"));
            all = KilledWriter.AllProbes.ToString(CultureInfo.InvariantCulture);
            Assert.Equal($"{all}\t{all}", await store.TextAsync("SELECT count(), uniqExact(started_at) FROM {db}.probe_results"));

            // What died between rows and roll-ups was found when the block was settled.
            await RollupReading.AssertTrueAsync(store);
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

    static int? EngineOf(string directory)
    {
        try
        {
            return int.Parse(File.ReadAllText(Path.Combine(directory, "engine", "host.pid")), CultureInfo.InvariantCulture);
        }
        catch (FileNotFoundException)
        {
            // The writer was quicker and has ended it.
            return null;
        }
    }

    static void Kill(int? id)
    {
        try
        {
            using var process = id is { } known ? Process.GetProcessById(known) : null;
            process?.Kill();
        }
        catch (ArgumentException)
        {
            // It had ended already.
        }
    }
}
