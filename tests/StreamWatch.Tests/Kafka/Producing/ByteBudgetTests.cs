using StreamWatch.Kafka.Producing;
using Xunit;

namespace StreamWatch.Tests.Kafka.Producing;

/// <summary>The bound on bytes in flight against a slow reference: a list of those who wait, served from the front.</summary>
public sealed class ByteBudgetTests
{
    const long Most = 100;

    [Fact]
    public void Bytes_are_given_in_order_of_asking_and_never_beyond_the_bound() =>
        Laws.Hold(tests: 300, longest: 100, history =>
        {
            var budget = new ByteBudget(Most);
            var taken = new List<long>();
            var waiting = new List<(long Bytes, Task Task, CancellationTokenSource Cancel)>();
            foreach (var step in history)
            {
                var dice = new Dice(step);
                switch (dice.Next(5))
                {
                    case 0 when taken.Count > 0:
                        var back = dice.Next(taken.Count);
                        budget.Return(taken[back]);
                        taken.RemoveAt(back);
                        break;
                    case 1 when waiting.Count > 0:
                        var leaver = waiting[dice.Next(waiting.Count)];
                        leaver.Cancel.Cancel();
                        waiting.Remove(leaver);
                        break;
                    default:
                        var bytes = 1 + (dice.Next(10) == 0 ? dice.Next(300) : dice.Next(60));
                        var cancel = new CancellationTokenSource();
                        waiting.Add((bytes, budget.TakeAsync(bytes, cancel.Token).AsTask(), cancel));
                        break;
                }

                while (waiting.Count > 0 && (taken.Count == 0 || taken.Sum() + waiting[0].Bytes <= Most))
                {
                    taken.Add(waiting[0].Bytes);
                    waiting.RemoveAt(0);
                }

                Assert.Equal(taken.Sum(), budget.Taken);
            }

            budget.End(new InvalidOperationException("over"));
            Assert.All(waiting, waiter => Assert.Throws<InvalidOperationException>(() => waiter.Task.GetAwaiter().GetResult()));
        });
}
