using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>Another client of another's making (Debian package kcat) reads what we write, and we read what it writes.</summary>
public sealed class KcatTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kcat_reads_what_we_write()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await using (var producer = broker.Producer())
        {
            for (var i = 0; i < 100; i++)
            {
                await producer.PublishAsync(topic, 2, KafkaReading.Bytes($"key{i}"), KafkaReading.Bytes($"value{i}"), Token);
            }

            await producer.FlushAsync(Token);
        }

        var lines = await KcatAsync("", "-C", "-b", broker.Address, "-t", topic, "-p", "2", "-o", "beginning", "-e", "-q", "-f", "%p %o %k %s\\n");
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"2 {i} key{i} value{i}")),
            lines.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task We_read_what_kcat_writes()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        var lines = Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"key{i}:value{i}"));
        await KcatAsync(string.Join('\n', lines), "-P", "-b", broker.Address, "-t", topic, "-p", "1", "-K", ":", "-z", "lz4");
        Assert.Equal(lines, broker.ReadAll(topic)[1].Select(message => $"{KafkaReading.Text(message.Key)}:{KafkaReading.Text(message.Value)}"));
    }

    static async Task<string> KcatAsync(string input, params string[] words)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("kcat", words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("kcat is not installed: apt-get install kcat");
            throw;
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(Token);
            var errors = process.StandardError.ReadToEndAsync(Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(Token);
            Assert.True(process.ExitCode == 0, await errors);
            return await output;
        }
    }
}
