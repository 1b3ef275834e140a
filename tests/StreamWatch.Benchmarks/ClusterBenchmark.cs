using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace StreamWatch.Benchmarks;

/// <summary>
/// The stages of a cluster, one after the other over a broker in a process of its own (librdkafka's, which keeps everything in memory), beside
/// <c>replay</c> of the same files. Start-up and the first look at the files are within the seconds; <c>replay</c> stores, which the stages do not.
/// </summary>
static class ClusterBenchmark
{
    /// <summary>Times that everything is run; medians are printed.</summary>
    const int Rounds = 3;

    /// <summary>The broker keeps about 5 MB a partition.</summary>
    const int Partitions = 64;

    const string Topics = "bench";

    static readonly string[] Stages = ["collect, zstd", "collect, lz4", "detect --engine local", "replay, storing"];

    public static async Task<int> RunAsync(string? folder)
    {
        if (MrtFolder.Find(folder, besideBgpdump: false) is not { } files)
        {
            return 0;
        }

        var work = Directory.CreateTempSubdirectory("streamwatch-benchmark-");
        try
        {
            var runs = Stages.ToDictionary(stage => stage, _ => new List<MeasuredRun>());
            long broker = 0;
            var elems = 0L;
            for (var round = 0; round < Rounds; round++)
            {
                var said = Path.Combine(work.FullName, "collect.json");
                await WithBrokerAsync(address => runs[Stages[1]].Add(Collect(address, "lz4", files, said)));
                broker = Math.Max(broker, await WithBrokerAsync(address =>
                {
                    runs[Stages[0]].Add(Collect(address, "zstd", files, said));
                    runs[Stages[2]].Add(MeasuredRun.Of([.. MeasuredRun.StreamWatch, "detect", "--event-time", "--all-asns", "--kafka", address, "--topics", Topics]));
                }));
                elems = JsonDocument.Parse(await File.ReadAllTextAsync(said)).RootElement.GetProperty("elems").GetInt64();
                var data = work.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
                runs[Stages[3]].Add(MeasuredRun.Of([.. MeasuredRun.StreamWatch, "replay", "--all-asns", "--data", data, .. files]));
            }

            Print(runs, elems, broker);
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    static MeasuredRun Collect(string address, string compression, string[] files, string said) => MeasuredRun.Of(
        [.. MeasuredRun.StreamWatch, "collect", "--json", "--compression", compression, "--kafka", address, "--topics", Topics, .. files],
        said);

    /// <summary>Does something while a broker with the topics runs; the most memory that it had.</summary>
    static async Task<long> WithBrokerAsync(Action<string> action)
    {
        var program = AppContext.BaseDirectory.Replace("StreamWatch.Benchmarks", "StreamWatch.MockBroker", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["exec", Path.Combine(program, "StreamWatch.MockBroker.dll"), "1", $"{Topics}.routes.v1:{Partitions}", $"{Topics}.probes.v1:2", $"{Topics}.results.v1:2"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the mock broker did not start; it says why above");
            action(address);
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        finally
        {
            // It ends with its input.
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }
    }

    static void Print(Dictionary<string, List<MeasuredRun>> runs, long elems, long broker)
    {
        var replay = Median(runs[Stages[3]], run => run.Seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elems:N0} elems, {Partitions} partitions, medians of {Rounds}; the broker took {broker / 1048576.0:F0} MiB"));
        Console.WriteLine($"{"",-22} {"seconds",8} {"elems/s",10} {"cpu µs/elem",12} {"MiB",6} {"x replay",9}");
        foreach (var stage in Stages)
        {
            var seconds = Median(runs[stage], run => run.Seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{stage,-22} {seconds,8:F2} {elems / seconds,10:N0} {Median(runs[stage], run => run.ProcessorSeconds) * 1e6 / elems,12:F2} {runs[stage].Max(run => run.PeakBytes) / 1048576.0,6:F0} {replay / seconds,9:F2}"));
        }

        Console.WriteLine("Memory and processor time are those of the stage's own process: replay without its ClickHouse process.");
    }

    static double Median(List<MeasuredRun> runs, Func<MeasuredRun, double> value) => runs.Select(value).Order().ElementAt(runs.Count / 2);
}
