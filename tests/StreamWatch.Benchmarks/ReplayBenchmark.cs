using System.Globalization;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Benchmarks;

/// <summary>
/// A whole <c>replay --all-asns</c>, storing included, into a new data directory each time, beside <c>bgpdump -m</c>, which only prints the same
/// packed files; the most memory of the program without the ClickHouse process; and what a stored elem takes once its parts are merged.
/// </summary>
static class ReplayBenchmark
{
    public static async Task<int> RunAsync(string? folder)
    {
        if (MrtFolder.Find(folder) is not { } files)
        {
            return 0;
        }

        var work = Directory.CreateTempSubdirectory("streamwatch-benchmark-");
        try
        {
            var data = string.Empty;
            long peak = 0;
            Comparison.Print("replay --all-asns, packed files", 1, () => MeasuredRun.Bgpdump(files), () =>
            {
                data = work.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
                var run = MeasuredRun.Of([.. MeasuredRun.StreamWatch, "replay", "--all-asns", "--data", data, .. files]);
                peak = Math.Max(peak, run.PeakBytes);
                return run.Seconds;
            });
            var elems = await MergeAsync(data);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"most memory, without the ClickHouse process: {peak / 1048576.0:F0} MiB; {elems.Rows} elems of {elems.Bytes / elems.Rows:F1} bytes each on disk"));
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Has the parts merged, as ClickHouse would in time.</summary>
    static async Task<SizeOnDisk> MergeAsync(string data)
    {
        var options = new StoreOptions { DataDirectory = data, Purpose = "benchmark", Time = TimeProvider.System };
        await using var store = await StreamWatchStore.OpenAsync(options);
        await store.ClickHouse.ExecuteAsync(new Statement("merge", $"OPTIMIZE TABLE {store.Database}.bgp_elems FINAL"));
        var sizes = store.QueryAsync<SizeOnDisk>(new Statement(
            "size of elems",
            "SELECT toFloat64(sum(bytes_on_disk)) AS bytes, sum(rows) AS rows FROM system.parts WHERE active AND table = 'bgp_elems' AND database = {database:String}")
            .With("database", store.Database));
        await foreach (var size in sizes)
        {
            return size;
        }

        throw new InvalidOperationException("no row");
    }

    sealed record SizeOnDisk(double Bytes, ulong Rows);
}
