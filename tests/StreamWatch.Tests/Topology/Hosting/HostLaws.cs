using Google.Protobuf;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Hosting;

/// <summary>Wherever a process dies: nothing that others have heard is ever taken back, nothing is lost, nothing is there twice.</summary>
public sealed class HostLaws
{
    [Fact]
    public void A_task_that_dies_says_what_one_that_does_not_would_have_said() => Laws.Hold(300, 60, history =>
    {
        // One source in order: whatever is redelivered, the task takes the same.
        var undisturbed = new HostedToy(snapshotAfter: long.MaxValue);
        var dying = new HostedToy();
        var (read, committed) = (0, 0);
        foreach (var step in history)
        {
            var dice = new Dice(step);
            switch (dice.Next(6))
            {
                case < 3:
                    dying.Take(TaskTopic.Routes, read, $"word {read}");
                    read++;
                    break;
                case 3:
                    dying.Commit();
                    committed = read;
                    break;
                case 4:
                    dying.Host.Release();
                    break;
                default:
                    dying.Die(dice.Next(12), dice.Next(12), dice.Next(2) == 0);
                    read = committed;
                    break;
            }
        }

        for (; read < 40; read++)
        {
            dying.Take(TaskTopic.Routes, read, $"word {read}");
        }

        for (var at = 0; at < read; at++)
        {
            undisturbed.Take(TaskTopic.Routes, at, $"word {at}");
        }

        dying.Settle();
        undisturbed.Settle();
        Assert.Equal(undisturbed.Toy.Hash, dying.Toy.Hash);
        Assert.Equal(undisturbed.Heard(), dying.Heard());
    });

    [Fact]
    public void What_was_heard_is_never_taken_back_even_if_sources_come_in_another_order_after_a_death() => Laws.Hold(300, 80, history =>
    {
        var toy = new HostedToy();
        var (routes, exchange) = (0, 0);
        var (routesCommitted, exchangeCommitted) = (0, 0);
        foreach (var step in history)
        {
            var dice = new Dice(step);
            switch (dice.Next(8))
            {
                case < 3:
                    toy.Take(TaskTopic.Routes, routes, $"word {routes}");
                    routes++;
                    break;
                case < 5:
                    toy.Host.Take(TaskTopic.Exchange, 0, exchange, FromBucket(2, exchange));
                    exchange++;
                    break;
                case 5:
                    toy.Commit();
                    (routesCommitted, exchangeCommitted) = (routes, exchange);
                    break;
                case 6:
                    toy.Host.Release();
                    break;
                default:
                    toy.Die(dice.Next(12), dice.Next(12), dice.Next(2) == 0);
                    (routes, exchange) = (routesCommitted, exchangeCommitted);
                    break;
            }

            // It fails where a number was said twice with another content.
            _ = toy.Heard();
        }

        for (; routes < 80; routes++)
        {
            toy.Take(TaskTopic.Routes, routes, $"word {routes}");
        }

        for (; exchange < 80; exchange++)
        {
            toy.Host.Take(TaskTopic.Exchange, 0, exchange, FromBucket(2, exchange));
        }

        toy.Settle();
        _ = toy.Heard();
        Assert.Equal(160, toy.Toy.Taken);
    });

    internal static byte[] FromBucket(uint partition, int number, string run = HostedToy.Run, uint version = 1, string? text = null) => new TaskMessage
    {
        Version = version,
        RunId = run,
        SenderKind = 1,
        SenderPartition = partition,
        Sequence = (ulong)number,
        Payload = ByteString.CopyFromUtf8(text ?? $"exchanged {number}"),
    }.ToByteArray();
}
