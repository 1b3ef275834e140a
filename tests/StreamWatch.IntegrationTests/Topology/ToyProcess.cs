using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StreamWatch.Kafka;
using StreamWatch.Schemas.Batches;
using StreamWatch.Tests.Topology.Toys;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Streams;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.IntegrationTests.Topology;

/// <summary>A process that runs the topology with toys until they have ended, to be killed. It prints <c>restored KIND-PARTITION INPUTS</c> and <c>ended</c>.</summary>
static class ToyProcess
{
    const string Variable = "STREAMWATCH_TEST_TOYS";

    /// <summary>A snapshot every so many bytes: often.</summary>
    const long SnapshotAfterBytes = 20_000;

    public static Process Start(string address, string topics, ToyFactory toys, int threads = 1)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "StreamWatch.IntegrationTests")) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Variable] = string.Create(CultureInfo.InvariantCulture, $"{address} {topics} {toys.Buckets} {toys.Probes} {toys.Entities} {toys.Ballast.Length} {threads}");
        return Process.Start(start)!;
    }

    /// <summary>The topics of a run, with the changelogs, which Streamiz makes where they are not there: the mock broker cannot be told to.</summary>
    public static (string Name, int Partitions)[] Topics(string prefix, ToyFactory toys)
    {
        var names = new TopicNames(prefix);
        return
        [
            (names.Routes, toys.Buckets), (names.Exchange, toys.Buckets), (names.Probes, toys.Probes), (names.Entities, toys.Entities), (names.Results, 1),
            .. TaskGraph.Nodes.Select(node => (node.Changelog(prefix), node.Kind switch
            {
                TaskKind.RouteBucket => toys.Buckets,
                TaskKind.ProbeBucket => toys.Probes,
                _ => toys.Entities,
            })),
        ];
    }

    public static bool IsAsked([NotNullWhen(true)] out string? words)
    {
        words = Environment.GetEnvironmentVariable(Variable);
        return words is { Length: > 0 };
    }

    public static async Task<int> RunAsync(string asked)
    {
        var words = asked.Split(' ');
        var numbers = words[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        using var logging = new StreamsLogging(TimeProvider.System, (line, _, _) => Console.Error.WriteLine(line));
        var watch = new ToyWatch();
        var run = new StreamsRun(
            new StreamsOptions
            {
                ApplicationId = words[1],
                Topics = new TopicNames(words[1]),
                Host = new HostOptions { RunId = words[1], SnapshotAfterBytes = SnapshotAfterBytes, PieceBytes = 3000 },
                Client = new KafkaSettings { BootstrapServers = words[0] }.ForOtherClients(),
                Logging = logging,
                Threads = numbers[4],
                CommitEvery = TimeSpan.FromMilliseconds(50),
                SessionTimeout = TimeSpan.FromSeconds(6),
            },
            new ToyFactory(numbers[0], numbers[1], numbers[2], numbers[3]),
            watch,
            TimeProvider.System);
        await run.RunAsync(
            () =>
            {
                while (watch.Restorations.TryDequeue(out var restored))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"restored {restored.Kind}-{restored.Partition} {restored.Inputs}"));
                }
            },
            CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ended {watch.Snapshots} {watch.Repeats} {watch.Refusals.Count}"));
        return 0;
    }
}
