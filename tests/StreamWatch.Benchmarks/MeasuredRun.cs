using System.Diagnostics;

namespace StreamWatch.Benchmarks;

/// <summary>A command run to its end as a process of its own, start-up included.</summary>
/// <param name="Seconds">Of the wall clock.</param>
/// <param name="PeakBytes">The most memory its process had in RAM, without its children; 0 when it ended before anyone could look.</param>
/// <param name="ProcessorSeconds">Of its process on all cores, without its children, when it was last looked at: at most 0.05 s of the wall clock before its end.</param>
sealed record MeasuredRun(double Seconds, long PeakBytes, double ProcessorSeconds)
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>The program under measure, as the words of a command.</summary>
    public static string[] StreamWatch => ["dotnet", Path.Combine(AppContext.BaseDirectory, "streamwatch.dll")];

    /// <summary>Runs a command.</summary>
    /// <param name="command">The program and its words.</param>
    /// <param name="output">File that takes what it prints; by default that is dropped.</param>
    /// <exception cref="InvalidOperationException">It did not end with exit code 0.</exception>
    public static MeasuredRun Of(IEnumerable<string> command, string output = "/dev/null")
    {
        // The shell turns the output away, so that no pipe is measured, and is replaced by the program.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "to=$1; shift; exec \"$@\" >\"$to\" 2>/dev/null", "sh", output, .. command]);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        long peak = 0;
        var processor = TimeSpan.Zero;
        while (!process.WaitForExit(LookEvery))
        {
            try
            {
                process.Refresh();
                (peak, processor) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                // It has ended since it was waited for.
            }
        }

        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new MeasuredRun(seconds, peak, processor.TotalSeconds)
            : throw new InvalidOperationException($"{string.Join(' ', command.Take(4))} ... ended with exit code {process.ExitCode}");
    }

    /// <summary>`bgpdump -m` on one file after the other: it takes one file a run. The seconds of all.</summary>
    public static double Bgpdump(IEnumerable<string> files) => files.Sum(file => Of(["bgpdump", "-m", file]).Seconds);
}
