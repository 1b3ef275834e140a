using System.Diagnostics;
using System.Globalization;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Benchmarks;

/// <summary>
/// <c>bgp dump</c> and <c>bgp stat</c> beside <c>bgpdump -m</c> over the same files, as processes, start-up included, output to nowhere. Pairs
/// alternate, so that a busy machine slows both; the medians of three pairs are compared.
/// </summary>
static class BgpBenchmark
{
    const int Pairs = 3;

    public static int Run(string? folder)
    {
        folder ??= SharedFolder();
        if (folder is null || !Directory.Exists(folder))
        {
            Console.WriteLine($"skipped: no folder {folder ?? "../shared/data/mrt-routeviews-2008 beside the repository"}");
            return 0;
        }

        if (!IsInstalled("bgpdump"))
        {
            Console.WriteLine("skipped: bgpdump is not installed (apt-get install bgpdump)");
            return 0;
        }

        string[] packed = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];
        var plainFolder = Directory.CreateTempSubdirectory("streamwatch-benchmark-");
        try
        {
            string[] plain = [.. packed.Select(file => Unpack(file, plainFolder.FullName))];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{packed.Length} files, {packed.Sum(Size) / 1e6:F0} MB packed, {plain.Sum(Size) / 1e6:F0} MB plain; {Environment.ProcessorCount} processors; seconds of the wall clock"));
            Measure("dump, plain files, one thread", plain, "dump", 8);
            Measure("stat, plain files, one thread", plain, "stat", 20);
            Measure("dump, packed files", packed, "dump", 4);
            return 0;
        }
        finally
        {
            plainFolder.Delete(recursive: true);
        }
    }

    static void Measure(string what, string[] files, string command, int goal)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "streamwatch.dll");
        List<double> theirs = [], ours = [];
        for (var pair = 0; pair < Pairs; pair++)
        {
            theirs.Add(Seconds(files.Select(file => new[] { "bgpdump", "-m", file })));
            ours.Add(Seconds([["dotnet", program, "bgp", command, .. files]]));
        }

        var (median, medianOurs) = (Median(theirs), Median(ours));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-30} bgpdump {median,6:F2}  streamwatch {medianOurs,6:F2}  ratio {median / medianOurs,5:F1} (goal {goal})"));
    }

    /// <summary>Wall time of commands run one after the other. The shell drops the output, so that no pipe is measured.</summary>
    static double Seconds(IEnumerable<string[]> commands)
    {
        var total = TimeSpan.Zero;
        foreach (var command in commands)
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. command]);
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            process.WaitForExit();
            total += watch.Elapsed;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{command[0]} ended with exit code {process.ExitCode}");
            }
        }

        return total.TotalSeconds;
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    static double Size(string file) => new FileInfo(file).Length;

    static string Unpack(string file, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileNameWithoutExtension(file));
        using var source = FeedStream.Open(file, out _);
        using var copy = File.Create(target);
        source.CopyTo(copy);
        return target;
    }

    static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    static string? SharedFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "StreamWatch.sln")))
            {
                return Path.Combine(at.FullName, "..", "shared", "data", "mrt-routeviews-2008");
            }
        }

        return null;
    }
}
