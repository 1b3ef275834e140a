using StreamWatch.Kafka;
using Xunit;

namespace StreamWatch.Tests.Kafka;

/// <summary>One passes at once, then one a minute; nothing goes uncounted.</summary>
public sealed class OncePerMinuteTests
{
    [Fact]
    public void Those_that_pass_are_a_minute_apart_and_tell_how_many_did_not() =>
        Laws.Hold(tests: 200, longest: 200, history =>
        {
            var clock = new Clock();
            var gate = new OncePerMinute(clock);
            long told = 0;
            long held = 0;
            TimeSpan? passedAt = null;
            foreach (var step in history)
            {
                clock.Now += TimeSpan.FromSeconds(new Dice(step).Next(20));
                var isDue = passedAt is not { } at || clock.Now - at >= OncePerMinute.Pause;
                Assert.Equal(isDue, gate.MayPass(out var suppressed));
                if (isDue)
                {
                    Assert.Equal(held, suppressed);
                    passedAt = clock.Now;
                    told += held + 1;
                    held = 0;
                }
                else
                {
                    held++;
                }
            }

            Assert.Equal(history.Length, told + held);
        });

    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
