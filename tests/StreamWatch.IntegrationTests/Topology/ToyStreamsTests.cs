using System.Diagnostics;
using System.Globalization;
using StreamWatch.IntegrationTests.Kafka;
using StreamWatch.Kafka.Consuming;
using StreamWatch.Schemas.Batches;
using StreamWatch.Tests.Topology.Toys;
using Xunit;

namespace StreamWatch.IntegrationTests.Topology;

/// <summary>
/// The topology over a broker, in processes that are killed with -9: whatever comes twice, in whatever order sources come after a death, what the results' reader
/// heard is never taken back, and nothing is lost. (librdkafka's own broker compacts nothing: how changelogs shrink is seen in the host's tests.)
/// </summary>
public sealed class ToyStreamsTests(ITestOutputHelper output)
{
    /// <summary>Words of each source; with kills, as many as are said until the last of them, and these after it.</summary>
    const int Words = 400;

    [Fact]
    public Task Toys_say_everything_once() => JudgeAsync(kills: 0, processes: 1, threads: 1, seed: 1);

    [Fact]
    [Trait("Tier", "long")]
    public Task Toys_that_are_killed_say_everything_once() => JudgeAsync(kills: 6, processes: 1, threads: 2, seed: 2);

    [Fact]
    [Trait("Tier", "long")]
    public Task Toys_that_share_their_tasks_and_are_killed_say_everything_once() => JudgeAsync(kills: 4, processes: 2, threads: 1, seed: 3);

    /// <summary>A broker that is away is waited for: the process goes on by itself, and says so a few times, not thousands.</summary>
    [Fact]
    [Trait("Tier", "long")]
    public Task Toys_whose_broker_is_away_for_a_minute_say_everything_once() =>
        JudgeAsync(kills: 0, processes: 1, threads: 2, seed: 4, away: TimeSpan.FromSeconds(60));

    async Task JudgeAsync(int kills, int processes, int threads, int seed, TimeSpan? away = null)
    {
        var toys = new ToyFactory(3, 2, 2, ballastBytes: 5000);
        var prefix = $"toys-{Guid.NewGuid():N}";
        var names = new TopicNames(prefix);
        await using var broker = await Broker.StartAsync(ToyProcess.Topics(prefix, toys));
        await using var producer = broker.Producer();
        var random = new Random(seed);
        var running = Enumerable.Range(0, processes).Select(_ => ToyProcess.Start(broker.Address, prefix, toys, threads)).ToList();
        var words = 0;
        try
        {
            var word = 0;
            for (var killed = 0; killed < kills; killed++)
            {
                // Not to wait for anything: the moment is what is varied. A process that was killed is missed for six seconds first.
                var moment = Task.Delay(TimeSpan.FromSeconds(4 + (8 * random.NextDouble())), TestContext.Current.CancellationToken);
                for (; !moment.IsCompleted; word++)
                {
                    await SayAsync(word);
                    await Task.Delay(5, TestContext.Current.CancellationToken);
                }

                var at = random.Next(processes);
                await EndAsync(running[at]);
                running[at] = ToyProcess.Start(broker.Address, prefix, toys, threads);
            }

            for (var end = word + Words; word < end; word++)
            {
                await SayAsync(word);
                if (away is { } time && word == end - (Words / 2))
                {
                    // The toys are in the midst of it.
                    await producer.FlushAsync(TestContext.Current.CancellationToken);
                    await running[0].StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
                    broker.Stop();
                    await Task.Delay(time, TestContext.Current.CancellationToken);
                    broker.Continue();
                }
            }

            words = word;
            foreach (var (topic, partitions) in new[] { (names.Routes, toys.Buckets), (names.Probes, toys.Probes) })
            {
                for (var partition = 0; partition < partitions; partition++)
                {
                    await PublishAsync(topic, partition, "end");
                }
            }

            await producer.FlushAsync(TestContext.Current.CancellationToken);
            foreach (var process in running)
            {
                var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                output.WriteLine($"{(await said).Replace('\n', ' ')}{await errors}");
                Assert.True((await errors).Split('\n').Length < 40, "it says too much");
                Assert.Equal(0, process.ExitCode);
            }
        }
        finally
        {
            foreach (var process in running)
            {
                process.Kill();
                process.Dispose();
            }
        }

        Check(Results(broker, names.Results), toys, words);

        async Task SayAsync(int word)
        {
            await PublishAsync(names.Routes, word % toys.Buckets, $"route {word}");
            await PublishAsync(names.Probes, word % toys.Probes, $"probe {word}");
        }

        async Task PublishAsync(string topic, int partition, string text) => await producer.PublishAsync(topic, partition, null, KafkaReading.Bytes(text));
    }

    static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    static List<string> Results(Broker broker, string topic)
    {
        using var consumer = broker.Consumer();
        consumer.Assign([new PartitionPosition(topic, 0, null)]);
        var found = new List<string>();
        var hasEnded = false;
        consumer.ReadUntil(() => hasEnded, message =>
        {
            hasEnded = message.IsEndOfPartition;
            if (!hasEnded)
            {
                found.Add(KafkaReading.Text(message.Value));
            }
        });
        return found;
    }

    /// <summary>Each row of an entity has one content however often it is said, and all rows are there.</summary>
    void Check(List<string> results, ToyFactory toys, int said)
    {
        var rows = new Dictionary<(string Entity, int Row), string>();
        foreach (var result in results.Where(result => result != "end"))
        {
            var words = result.Split(' ');
            var key = (words[0], int.Parse(words[1], CultureInfo.InvariantCulture));
            Assert.Equal(rows.GetValueOrDefault(key, words[2]), words[2]);
            rows[key] = words[2];
        }

        // Each route is told twice, at once and by way of the exchange, each probe once.
        output.WriteLine($"{results.Count} results, {rows.Count} of them different");
        Assert.Equal(said * 3, rows.Count);
        Assert.Equal(toys.Entities, rows.Keys.Select(key => key.Entity).Distinct(StringComparer.Ordinal).Count());
    }
}
