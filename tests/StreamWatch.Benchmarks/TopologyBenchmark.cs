using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StreamWatch.App.Collecting;
using StreamWatch.App.Replay;
using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Benchmarks;

/// <summary>
/// The topology's tasks on one thread, beside the in-process engine on the same elems: in their hosts with changelogs in memory, and as <c>detect --engine streamiz</c> over a
/// broker in a process of its own (librdkafka's), start-up, the group's forming and its end included, beside <c>detect --engine local</c> and <c>replay</c>, which stores.
/// </summary>
static class TopologyBenchmark
{
    /// <summary>Times that everything is run; medians are printed.</summary>
    const int Rounds = 3;

    /// <summary>Buckets of routes in process.</summary>
    static readonly int[] Buckets = [4, 16, 64];

    /// <summary>Partitions of routes over the broker: how many a thread may have, and how many are too many for one; with fewer than these the broker keeps too little to measure.</summary>
    static readonly int[] Partitions = [8, 16, 64];

    /// <summary>Packed bytes of the files that go over the broker for each partition of routes: it keeps about 5 MB of one, and what is published is about seven times as much.</summary>
    const long MostPackedBytes = 650_000;

    const int EntityPartitions = 4;

    const string Topics = "bench";

    static bool HasStreamiz =>
#if STREAMIZ
        true;
#else
        false;
#endif

    public static async Task<int> RunAsync(string? folder)
    {
        if (MrtFolder.Find(folder, besideBgpdump: false) is not { } files)
        {
            return 0;
        }

        InProcess(files);
        if (!HasStreamiz)
        {
            Console.WriteLine("over a broker: left out, as this build is without Streamiz.Kafka.Net");
            return 0;
        }

        foreach (var partitions in Partitions)
        {
            var bytes = 0L;
            await OverBrokerAsync(partitions, [.. files.TakeWhile(file => (bytes += new FileInfo(file).Length) < partitions * MostPackedBytes)]);
        }

        return 0;
    }

    static void InProcess(string[] files)
    {
        var options = new ReplayOptions { Paths = files, Watch = WatchList.Empty, Detection = new DetectionOptions { AllAsns = true } };
        var archive = Archive.Find(files, collector: null, CancellationToken.None);
        var engine = new List<double>();
        var tasks = Buckets.ToDictionary(buckets => buckets, _ => new List<double>());
        var elems = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var statistics = new ReplayStatistics();
            engine.Add(Seconds(() =>
            {
                var pass = new DetectionPass(archive, options, statistics, new UnheardSink());
                pass.Read(pass.Routes, pass.Probes, CancellationToken.None);
            }));
            foreach (var (partitions, seconds) in tasks)
            {
                var kept = new RoundsInMemory();
                var collected = new ReplayStatistics();
                new ArchiveCollection(archive, "collector", partitions, 0).Read(kept, 0, collected, null, CancellationToken.None);
                elems = collected.Elems;
                var hosted = new HostedTasks(new TaskOptions
                {
                    RunId = "bench",
                    Watch = WatchList.Empty,
                    Detection = options.Detection,
                    Probing = new ProbingOptions(),
                    Producers = ["collector"],
                    EventTime = true,
                    RoutePartitions = partitions,
                    ProbePartitions = 1,
                    EntityPartitions = EntityPartitions,
                    ResultPartitions = 1,
                });
                seconds.Add(Seconds(() => hosted.Run(kept.Routes)));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elems:N0} elems, medians of {Rounds}, one thread"));
        Print("read and decide, in process", engine, elems, Median(engine));
        foreach (var (partitions, seconds) in tasks)
        {
            Print($"tasks in hosts, {partitions} buckets", seconds, elems, Median(engine));
        }

        Console.WriteLine("Reading and deciding includes reading the files, which the tasks are spared: they get what collect has published.");
    }

    static async Task OverBrokerAsync(int partitions, string[] files)
    {
        var work = Directory.CreateTempSubdirectory("streamwatch-benchmark-");
        try
        {
            var (streams, working, local, replay) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            var elems = 0L;
            for (var round = 0; round < Rounds; round++)
            {
                await WithBrokerAsync(work, partitions, address =>
                {
                    elems = Said(work, ["collect", "--json", "--kafka", address, "--topics", Topics, .. files]).Json.GetProperty("elems").GetInt64();
                    local.Add(Said(work, "detect", "--json", "--event-time", "--all-asns", "--kafka", address, "--topics", Topics).Seconds);
                    var (seconds, json) = Said(work, "detect", "--json", "--engine", "streamiz", "--event-time", "--all-asns", "--kafka", address, "--topics", Topics);
                    Check(elems, json.GetProperty("elems").GetInt64());
                    streams.Add(seconds);
                    working.Add(json.GetProperty("seconds_at_work").GetDouble());
                });
                replay.Add(MeasuredRun.Of([.. MeasuredRun.StreamWatch, "replay", "--all-asns", "--data", work.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName, .. files]).Seconds);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elems:N0} elems, {partitions} partitions of routes, a process and a thread, over a broker"));
            Print("detect --engine streamiz", working, elems, Median(replay));
            Print("  with start-up and the group", streams, elems, Median(replay));
            Print("detect --engine local", local, elems, Median(replay));
            Print("replay, storing", replay, elems, Median(replay));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Runs the program; how long, and what it printed as JSON.</summary>
    static (double Seconds, JsonElement Json) Said(DirectoryInfo work, params string[] arguments)
    {
        var output = Path.Combine(work.FullName, "said.json");
        var seconds = MeasuredRun.Of([.. MeasuredRun.StreamWatch, .. arguments], output).Seconds;
        return (seconds, JsonDocument.Parse(File.ReadAllText(output)).RootElement);
    }

    static void Check(long published, long taken)
    {
        if (published != taken)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{published} elems were published and {taken} taken: the broker keeps too little of a partition"));
        }
    }

    /// <summary>Does something while a broker with the topics and changelogs of the run is there.</summary>
    static async Task WithBrokerAsync(DirectoryInfo work, int partitions, Action<string> action)
    {
        var (_, topology) = Said(work, "topology", "--json", "--event-time", "--all-asns", "--topics", Topics, "--partitions", Text(partitions), "--entity-partitions", Text(EntityPartitions));
        var topics = topology.GetProperty("topics").EnumerateArray().Select(topic => $"{topic.GetProperty("name")}:{topic.GetProperty("partitions")}")
            .Concat(topology.GetProperty("tasks").EnumerateArray().Select(task => $"{task.GetProperty("changelog")}:{task.GetProperty("changelog_partitions")}"));
        var program = AppContext.BaseDirectory.Replace("StreamWatch.Benchmarks", "StreamWatch.MockBroker", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(program, "StreamWatch.MockBroker.dll"), "1", .. topics])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            action(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the mock broker did not start; it says why above"));
        }
        finally
        {
            // It ends with its input.
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static double Seconds(Action action)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    static void Print(string what, List<double> seconds, long elems, double beside) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what,-32} {Median(seconds),7:F2} s {elems / Median(seconds),11:N0} elems/s  {beside / Median(seconds),6:F2} x"));

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
