using System.Globalization;
using Google.Protobuf;
using StreamWatch.Kafka.Producing;
using StreamWatch.Schemas.Contracts;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A message that is no message of its contract is kept with its place, and everything else goes on.</summary>
public sealed class PoisonTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Poison_is_kept_with_its_place_and_the_stages_go_on()
    {
        await using var cluster = await ClusterPlace.StartAsync();
        var replayed = await ReplayedScenario.OfAsync(ReplayedScenario.Small);
        var header = new BatchHeader { Version = 2, Producer = "collector", Session = new string('a', 64), RoutePartitions = 4 };
        var wrongVersion = new RouteBatch { Header = header }.ToByteArray();
        header.Version = 1;
        var truncated = new RouteBatch { Header = header }.ToByteArray()[..^20];
        var large = new byte[10_000_000]; // of zeros: the mock broker keeps 5 MB
        await using (var producer = new MessageProducer(cluster.Broker.Settings, new ProducerOptions { MaxMessageBytes = 16 << 20, Compression = MessageCompression.Zstd }, TimeProvider.System))
        {
            foreach (var (topic, partition, poison) in new[]
            {
                (cluster.Topics.Routes, 0, wrongVersion), (cluster.Topics.Routes, 1, truncated), (cluster.Topics.Routes, 2, large), (cluster.Topics.Probes, 0, wrongVersion),
                (cluster.Topics.Results, 0, truncated),
            })
            {
                await producer.PublishAsync(topic, partition, null, poison, Token);
            }

            await producer.FlushAsync(Token);
        }

        await cluster.RunAllAsync(replayed.Set, "stored");
        var rejected = await cluster.Place.SqlAsync("stored", "SELECT source, offset, reason FROM rejected_records ORDER BY source");
        Assert.Collection(
            rejected.Split('\n'),
            line => Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{cluster.Topics.Probes}[0]\t0\t"), line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{cluster.Topics.Results}[0]\t0\t", line, StringComparison.Ordinal),
            line => Assert.Equal($"{cluster.Topics.Routes}[0]\t0\tversion 2, only 1 is read", line),
            line => Assert.StartsWith($"{cluster.Topics.Routes}[1]\t0\tnot a message of this contract", line, StringComparison.Ordinal),
            line => Assert.Equal($"{cluster.Topics.Routes}[2]\t0\ttoo large: 10000000 bytes, at most 4194304 are read", line));
        Assert.Equal(WithoutRejected(replayed.State), WithoutRejected(await cluster.StateAsync("stored")));
    }

    static string WithoutRejected(string state) => string.Join('\n', state.Split('\n').Where(line => !line.StartsWith("rejected_records", StringComparison.Ordinal)));
}
