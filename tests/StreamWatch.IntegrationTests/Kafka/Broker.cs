using System.Diagnostics;
using System.Globalization;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Topics;
using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>
/// A Kafka broker for one test: the one that STREAMWATCH_KAFKA names, else librdkafka's own in a process of its own, which can be stopped and killed.
/// </summary>
sealed class Broker : IAsyncDisposable
{
    /// <summary>How many partitions a topic has.</summary>
    public const int Partitions = 4;

    readonly Process? _process;

    Broker(string address, Process? process)
    {
        Address = address;
        _process = process;
    }

    /// <summary><c>host:port</c>.</summary>
    public string Address { get; }

    public bool IsReal => _process is null;

    public KafkaSettings Settings => new() { BootstrapServers = Address, ClientId = "test" };

    /// <summary>Starts one; the test is skipped where the client library is not installed.</summary>
    /// <param name="topics">Topics that it is to have, and how many partitions each.</param>
    public static async Task<Broker> StartAsync(params (string Name, int Partitions)[] topics)
    {
        if (Environment.GetEnvironmentVariable("STREAMWATCH_KAFKA") is { Length: > 0 } real)
        {
            var broker = new Broker(real, null);
            using var administrator = new TopicAdministrator(broker.Settings, TimeProvider.System);
            await administrator.CreateAsync(
                [.. topics.Select(topic => new TopicDefinition(topic.Name, topic.Partitions, 1, TimeSpan.FromHours(6), TopicCleanup.Delete, 32 << 20))],
                TestContext.Current.CancellationToken);
            return broker;
        }

        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory.Replace("StreamWatch.IntegrationTests", "StreamWatch.MockBroker", StringComparison.Ordinal), "StreamWatch.MockBroker.dll"));
        var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "1", .. topics.Select(topic => string.Create(CultureInfo.InvariantCulture, $"{topic.Name}:{topic.Partitions}"))])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is not { } address)
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(process.ExitCode == 3, await errors);
            throw new InvalidOperationException($"the mock broker ended with {process.ExitCode}: {await errors}");
        }

        return new Broker(address, process);
    }

    /// <summary>The name of a topic that nobody else has, with <see cref="Partitions"/> partitions.</summary>
    public async Task<string> TopicAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        if (IsReal)
        {
            using var administrator = new TopicAdministrator(Settings, TimeProvider.System);
            await administrator.CreateAsync([new TopicDefinition(name, Partitions, 1, TimeSpan.FromHours(1), TopicCleanup.Delete, 32 << 20)], TestContext.Current.CancellationToken);
        }

        return name;
    }

    /// <summary>It hears and says nothing from now on (SIGSTOP).</summary>
    public void Stop()
    {
        Signal("STOP");

        // Only the thread that takes the signal stops the others: on a busy machine they go on for a while.
        while (Directory.EnumerateDirectories($"/proc/{_process!.Id}/task").Any(task => State(task) != 'T'))
        {
            Thread.Yield();
        }
    }

    /// <summary>It goes on.</summary>
    public void Continue() => Signal("CONT");

    /// <summary>It is gone, with everything it had.</summary>
    public void Kill() => Signal("KILL");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
    }

    /// <summary>State of a thread (proc_pid_stat(5)): what stands behind its name in brackets.</summary>
    static char State(string task)
    {
        var stat = File.ReadAllText(Path.Combine(task, "stat"));
        return stat[stat.LastIndexOf(')') + 2];
    }

    void Signal(string name)
    {
        Assert.SkipWhen(_process is null, "the broker of STREAMWATCH_KAFKA is not ours to stop");
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
