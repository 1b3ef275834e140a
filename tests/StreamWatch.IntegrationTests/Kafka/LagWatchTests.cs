using System.Globalization;
using StreamWatch.App.Metrics;
using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>Lag is what a partition has and its reader did not read yet, whether it reads or not.</summary>
public sealed class LagWatchTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lag_is_the_end_of_a_partition_minus_the_place_of_its_reader()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await FillAsync(broker, topic, 10);
        var board = new LagBoard();
        await using var watch = new LagWatch(broker.Settings, board, TimeProvider.System);
        watch.Read(topic, 0, null);
        watch.Read(topic, 1, 4);
        watch.Read(topic, 2, 10);
        watch.Look();
        Assert.Equal(["0: 10", "1: 6", "2: 0"], Lags(board));

        // The reader stands still, and others publish on.
        await FillAsync(broker, topic, 5);
        watch.Read(topic, 0, 15);
        watch.Forget(topic, 2);
        watch.Look();
        Assert.Equal(["0: 0", "1: 11"], Lags(board));
    }

    static IEnumerable<string> Lags(LagBoard board) =>
        board.Read().Select(lag => string.Create(CultureInfo.InvariantCulture, $"{lag.Tags[1].Value}: {lag.Value}")).Order(StringComparer.Ordinal);

    static async Task FillAsync(Broker broker, string topic, int each)
    {
        await using var producer = broker.Producer();
        for (var i = 0; i < each * Broker.Partitions; i++)
        {
            await producer.PublishAsync(topic, i % Broker.Partitions, null, [1], Token);
        }

        await producer.FlushAsync(Token);
    }
}
