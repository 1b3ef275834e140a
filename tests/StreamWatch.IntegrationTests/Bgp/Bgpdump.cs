using System.Diagnostics;
using Xunit;

namespace StreamWatch.IntegrationTests.Bgp;

/// <summary>The real bgpdump of the system (Debian package bgpdump), as a second opinion on MRT files.</summary>
static class Bgpdump
{
    /// <summary>Runs <c>bgpdump -m -v</c> on a file. Complaints are what it logs beside its greeting.</summary>
    /// <exception cref="Exception">Skips the test where bgpdump is not installed.</exception>
    public static (IReadOnlyList<string> Lines, IReadOnlyList<string> Complaints) Read(string file)
    {
        var start = new ProcessStartInfo("bgpdump") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-m");
        start.ArgumentList.Add("-v");
        start.ArgumentList.Add(file);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("bgpdump is not installed: apt-get install bgpdump");
            throw;
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var lines = new List<string>();
            while (process.StandardOutput.ReadLine() is { } line)
            {
                lines.Add(line);
            }

            process.WaitForExit();
            return (lines, [.. errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.Contains("logging to", StringComparison.Ordinal))]);
        }
    }
}
