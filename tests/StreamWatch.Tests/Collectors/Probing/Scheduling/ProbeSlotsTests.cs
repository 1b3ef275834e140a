using StreamWatch.Collectors.Probing.Scheduling;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing.Scheduling;

/// <summary>Laws of when a target is due.</summary>
public sealed class ProbeSlotsTests
{
    const long Second = 1_000_000_000;
    const long Epoch2022 = 1_642_118_400 * Second;

    [Fact]
    public void Each_target_has_one_slot_in_each_interval() => Laws.Hold(500, 3, history =>
    {
        foreach (var number in history)
        {
            var dice = new Dice(number);
            var interval = TimeSpan.FromMilliseconds(1 + dice.Next(3_600_000));
            var slots = new ProbeSchedule("v1", dice.Next(3)).Of($"t{number}", interval);
            for (var round = Epoch2022 / slots.IntervalNanos; round < (Epoch2022 / slots.IntervalNanos) + 50; round++)
            {
                Assert.InRange(slots.Of(round), round * slots.IntervalNanos, ((round + 1) * slots.IntervalNanos) - 1);
            }
        }
    });

    [Fact]
    public void The_next_slot_is_the_first_that_lies_ahead_and_those_between_are_counted() => Laws.Hold(500, 3, history =>
    {
        foreach (var number in history)
        {
            var dice = new Dice(number);
            var slots = new ProbeSchedule("v1").Of($"t{number}", TimeSpan.FromMilliseconds(1 + dice.Next(100_000)));
            var from = Epoch2022 + dice.Next(int.MaxValue);
            var at = from;
            for (var i = 1; i <= 20; i++)
            {
                var next = slots.After(at);
                Assert.True(next > at, "a slot lies ahead");
                Assert.Equal(i, slots.Between(from, next));
                Assert.Equal(i - 1, slots.Between(from, next - 1));
                at = next;
            }
        }
    });

    [Fact]
    public void Two_probes_of_a_target_are_an_interval_apart_give_or_take_a_cell()
    {
        var schedule = new ProbeSchedule("v1");
        const long Interval = 60 * Second, Cell = Interval / ProbeSchedule.Cells;
        for (var target = 0; target < 200; target++)
        {
            var slots = schedule.Of($"t{target}", TimeSpan.FromSeconds(60));
            for (long at = slots.After(Epoch2022), i = 0; i < 20; i++)
            {
                var next = slots.After(at);
                Assert.InRange(next - at, Interval - Cell, Interval + Cell);
                at = next;
            }
        }
    }

    [Fact]
    public void Ten_thousand_targets_are_spread_evenly_over_the_minute()
    {
        const int Targets = 10_000, Seconds = 60;
        foreach (var vantage in (string[])["v1", "v2", "tokyo"])
        {
            var schedule = new ProbeSchedule(vantage);
            foreach (var round in (long[])[27_368_640, 27_368_641])
            {
                var counts = new int[Seconds];
                for (var target = 0; target < Targets; target++)
                {
                    counts[schedule.Of($"target-{target}", TimeSpan.FromSeconds(Seconds)).Of(round) / Second % Seconds]++;
                }

                const double Expected = (double)Targets / Seconds;
                var chiSquare = counts.Sum(count => (count - Expected) * (count - Expected) / Expected);

                // 59 degrees of freedom: 111 is passed by chance once in 50,000
                Assert.InRange(chiSquare, 0, 111);
                Assert.InRange(counts.Max(), 0, 2 * Expected);
            }
        }
    }

    [Fact]
    public void Two_vantage_points_and_two_seeds_are_not_in_step_and_the_same_are()
    {
        static long Due(string vantage, int seed, string target) => new ProbeSchedule(vantage, seed).Of(target, TimeSpan.FromSeconds(60)).After(Epoch2022);

        var names = Enumerable.Range(0, 100).Select(i => $"t{i}").ToList();
        Assert.All(names, name => Assert.Equal(Due("v1", 1, name), Due("v1", 1, name)));
        Assert.All(names, name => Assert.NotEqual(Due("v1", 1, name), Due("v2", 1, name)));
        Assert.All(names, name => Assert.NotEqual(Due("v1", 1, name), Due("v1", 2, name)));
    }

    [Fact]
    public void The_plan_is_the_same_on_every_machine() =>
        Assert.Equal(PlannedOnce, new ProbeSchedule("v1").Of("naenara", TimeSpan.FromSeconds(60)).After(Epoch2022));

    /// <summary>As it came out once: a change moves every probe of every installation.</summary>
    const long PlannedOnce = 1_642_118_443_038_899_122;
}
