using System.Globalization;

namespace StreamWatch.Benchmarks;

/// <summary><c>bgp dump</c> and <c>bgp stat</c> beside <c>bgpdump -m</c> over the same files.</summary>
static class BgpBenchmark
{
    public static int Run(string? folder)
    {
        if (MrtFolder.Find(folder) is not { } packed)
        {
            return 0;
        }

        var plainFolder = Directory.CreateTempSubdirectory("streamwatch-benchmark-");
        try
        {
            string[] plain = [.. packed.Select(file => MrtFolder.Unpack(file, plainFolder.FullName))];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{packed.Length} files, {MrtFolder.Megabytes(packed):F0} MB packed, {MrtFolder.Megabytes(plain):F0} MB plain; {Environment.ProcessorCount} processors; seconds of the wall clock"));
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

    static void Measure(string what, string[] files, string command, int goal) => Comparison.Print(
        what,
        goal,
        () => MeasuredRun.Bgpdump(files),
        () => MeasuredRun.Of([.. MeasuredRun.StreamWatch, "bgp", command, .. files]).Seconds);
}
