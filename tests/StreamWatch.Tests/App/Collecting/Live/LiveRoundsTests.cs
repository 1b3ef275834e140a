using StreamWatch.App.Collecting.Live;
using StreamWatch.App.Detecting;
using StreamWatch.App.Metrics;
using StreamWatch.Schemas.Probes;
using StreamWatch.Tests.Collectors.Probing;
using Xunit;

namespace StreamWatch.Tests.App.Collecting.Live;

/// <summary>What is measured live goes by rounds and an outbox to the brokers: in order, nothing lost, nothing twice.</summary>
public sealed class LiveRoundsTests : IDisposable
{
    const int Partitions = 3;

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-outbox-").FullName;
    readonly ManualTime _time = new();
    readonly StageMetrics _metrics = new();

    public void Dispose()
    {
        _metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_round_is_deleted_when_the_brokers_have_all_of_it_and_not_before()
    {
        using var outbox = Outbox.Open(_folder);
        outbox.Begin("collector", Partitions);
        var acknowledged = new TaskCompletionSource();
        var handed = new List<byte[]>();
        var publisher = new OutboxPublisher(
            outbox,
            (_, batch, _) =>
            {
                handed.Add(batch);
                return ValueTask.CompletedTask;
            },
            _ => acknowledged.Task,
            _ => { });
        var round = outbox.Put([[1], [2], [3]], 10);
        publisher.Offer(round);
        publisher.Complete();
        var running = publisher.RunAsync(TestContext.Current.CancellationToken);

        Assert.False(running.IsCompleted);
        Assert.True(File.Exists(round.Path));
        acknowledged.SetResult();
        await running;
        Assert.Equal([[1], [2], [3]], handed);
        Assert.False(File.Exists(round.Path));
        Assert.Equal((0, 0), (outbox.Waiting, outbox.WaitingBytes));
    }

    [Fact]
    public async Task A_broker_that_refuses_ends_it_and_the_round_stays()
    {
        using var outbox = Outbox.Open(_folder);
        outbox.Begin("collector", 1);
        var publisher = new OutboxPublisher(outbox, (_, _, _) => ValueTask.CompletedTask, _ => Task.FromException(new InvalidOperationException("refused")), _ => { });
        publisher.Offer(outbox.Put([[1]], 10));

        await Assert.ThrowsAsync<InvalidOperationException>(() => publisher.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, outbox.Waiting);
    }

    [Fact]
    public void An_empty_round_says_how_far_the_producer_is_and_is_left_out_where_many_wait()
    {
        using var outbox = Outbox.Open(_folder);
        outbox.Begin("collector", Partitions);
        var kept = new List<OutboxRound>();
        var rounds = new LiveRounds(outbox, _metrics, _time, kept.Add);
        rounds.Cut();
        var header = new ProbeBatchReader(Outbox.Read(kept[0])[2], 2).Header;
        Assert.Equal((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, header.ReachedMicros);
        Assert.False(header.IsLast);

        for (var more = 0; more < 2 * LiveRounds.ManyWaiting; more++)
        {
            rounds.Cut();
        }

        Assert.Equal(LiveRounds.ManyWaiting, kept.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Killed_at_any_moment_and_started_again_every_round_comes_once_with_all_that_was_measured(int seed)
    {
        var random = new Random(seed);
        var broker = new List<(int Partition, byte[] Batch)>();
        var kept = new List<string>();
        var number = 0;
        for (var life = 0; life < 40; life++)
        {
            using var outbox = Outbox.Open(_folder);
            if (outbox.Session is null)
            {
                outbox.Begin("collector", Partitions);
            }

            // The process is killed after so many messages, of which the last ones were not acknowledged.
            var messages = life == 39 ? int.MaxValue : random.Next(12);
            var acknowledged = life == 39 ? int.MaxValue : random.Next(4);
            var publisher = new OutboxPublisher(
                outbox,
                (partition, batch, _) =>
                {
                    if (messages-- == 0)
                    {
                        throw new InvalidOperationException("killed");
                    }

                    broker.Add((partition, batch));
                    return ValueTask.CompletedTask;
                },
                _ => acknowledged-- > 0 ? Task.CompletedTask : Task.FromException(new InvalidOperationException("killed")),
                _ => { });
            foreach (var left in outbox.Left)
            {
                publisher.Offer(left);
            }

            var rounds = new LiveRounds(outbox, _metrics, _time, publisher.Offer);
            for (var round = random.Next(5); round > 0; round--)
            {
                var measured = new List<string>();
                for (var result = random.Next(6); result > 0; result--)
                {
                    await rounds.TakeAsync(Measured.Report(++number), TestContext.Current.CancellationToken);
                    measured.Add($"{number}");
                }

                rounds.Cut();
                kept.AddRange(measured);
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            // What is not in a round when the process is killed is gone, as a probe under way is.
            await rounds.TakeAsync(Measured.Report(++number), TestContext.Current.CancellationToken);
            publisher.Complete();
            try
            {
                await publisher.RunAsync(TestContext.Current.CancellationToken);
            }
            catch (InvalidOperationException) when (life < 39)
            {
                // Killed.
            }
        }

        var (heard, repeated) = Hear(broker);
        Assert.Equal(kept, heard);
        Assert.True(repeated > 0, "nothing was published twice: the test tests nothing");
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.round"));
        Assert.All(
            broker.GroupBy(message => (message.Partition, new ProbeBatchReader(message.Batch, message.Partition).Header.Round)),
            same => Assert.Single(same.Select(message => Convert.ToHexString(message.Batch)).Distinct()));
    }

    static (List<string> Results, long Repeated) Hear(List<(int Partition, byte[] Batch)> broker)
    {
        SessionStream? stream = null;
        var heard = new List<string>();
        foreach (var (partition, batch) in broker)
        {
            var reader = new ProbeBatchReader(batch, partition);
            stream ??= new SessionStream(reader.Header);
            Assert.Equal(stream.Session, reader.Header.Session);
            stream.Take(reader);
            while (stream.TryNext() is { } round)
            {
                heard.AddRange(round.Probes.SelectMany(probes => probes.Results()).OrderBy(result => result.Ordinal).Select(result => $"{Measured.Number(result.Result)}"));
            }
        }

        Assert.Equal(0, stream!.Missing);
        return (heard, stream.Repeated);
    }
}
