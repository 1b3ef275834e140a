using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace StreamWatch.IntegrationTests.Docker;

/// <summary>Compose itself reads docker/compose.yaml; it needs no engine for that.</summary>
public sealed class ComposeConfigTests
{
    static readonly string[][] Programs = [["docker", "compose"], ["docker-compose"]];

    [Fact]
    public async Task Compose_takes_the_file_and_fills_in_every_variable()
    {
        var read = await ConfigAsync();
        Assert.DoesNotContain("variable is not set", read.Error, StringComparison.Ordinal);
        foreach (var service in (string[])["kafka", "clickhouse", "topics", "schema", "collect", "detect", "store", "grafana"])
        {
            Assert.Contains($"\n  {service}:\n", read.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>What the first of the programs prints that is there and knows the word.</summary>
    static async Task<(string Output, string Error)> ConfigAsync()
    {
        foreach (var program in Programs)
        {
            if (await RunAsync([.. program, "version"]) is { Code: 0 })
            {
                var file = Path.Combine(ClonedRepository.Root, "docker", "compose.yaml");
                var (code, output, error) = (await RunAsync([.. program, "--project-directory", Path.GetDirectoryName(file)!, "-f", file, "config"]))!.Value;
                Assert.True(code == 0, $"{string.Join(' ', program)} config ended with {code}: {error}");
                return (output, error);
            }
        }

        Assert.Skip("no Compose is installed: docker with its plugin compose, or apt-get install docker-compose");
        throw new UnreachableException();
    }

    static async Task<(int Code, string Output, string Error)?> RunAsync(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await error);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
