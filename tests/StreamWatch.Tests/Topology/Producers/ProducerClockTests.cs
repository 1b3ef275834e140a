using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Producers;
using Xunit;

namespace StreamWatch.Tests.Topology.Producers;

public sealed class ProducerClockTests
{
    const long Idle = 90_000_000;
    const long Wall = 1_700_000_000_000_000;

    static BatchHeader Head(string producer, ulong round, long reached, bool isLast = false, string session = "s") =>
        new() { Producer = producer, Session = session, Round = round, ReachedMicros = reached, IsLast = isLast };

    static ProducerClock Clock(bool isLive, int partitions = 1) => new(["a", "b"], partitions, isLive, Idle);

    [Fact]
    public void It_is_the_least_that_all_have_reached_and_waits_for_all()
    {
        var clock = Clock(isLive: false);
        clock.Take(0, Head("a", 0, 50));
        clock.Move();
        Assert.Null(clock.Current);
        clock.Take(0, Head("b", 0, 40));
        clock.Move();
        Assert.Equal(40, clock.Current);
        clock.Take(0, Head("b", 1, 70, isLast: true));
        clock.Move();
        Assert.Equal(50, clock.Current);
        Assert.False(clock.HasEnded);
        clock.Take(0, Head("a", 1, 60, isLast: true));
        clock.Move();
        Assert.True(clock.HasEnded);
        Assert.Equal(70, clock.Current);
    }

    [Fact]
    public void What_was_had_is_left_out_and_what_is_missing_is_counted()
    {
        var clock = Clock(isLive: false);
        Assert.True(clock.Take(0, Head("a", 0, 1)));
        Assert.False(clock.Take(0, Head("a", 0, 1)));
        Assert.True(clock.Take(0, Head("a", 3, 1)));
        Assert.True(clock.Take(0, Head("a", 0, 1, session: "t")));
        Assert.False(clock.Take(0, Head("a", 4, 1)));
        Assert.False(clock.Take(0, Head("c", 0, 1)));
        Assert.Equal((1L, 2L, 1L), (clock.Counts.RepeatedBatches, clock.Counts.MissingBatches, clock.Counts.OutlivedBatches));
        Assert.Equal(["c"], clock.Counts.Undeclared);
    }

    [Fact]
    public void A_producer_that_does_not_publish_here_is_waited_for_by_what_is_told_of_it()
    {
        var clock = Clock(isLive: false);
        clock.Take(0, Head("a", 0, 50));
        clock.Take(new ProducerNotice { Producer = "b", ReachedMicros = 30 });
        clock.Move();
        Assert.Equal(30, clock.Current);
        clock.Take(new ProducerNotice { Producer = "b", ReachedMicros = 30, HasEnded = true });
        clock.Move();
        Assert.Equal(50, clock.Current);
    }

    [Fact]
    public void Live_nobody_is_silent_before_there_was_time_to_hear_them()
    {
        var clock = Clock(isLive: true);
        clock.Take(0, Head("a", 0, 50));
        clock.Tick(Wall);
        clock.Move();
        Assert.Null(clock.Current);
        clock.Tick(Wall + Idle);
        clock.Move();
        Assert.Null(clock.Current);
    }

    [Fact]
    public void Live_what_was_published_while_nobody_ticked_is_read_before_anybody_is_called_silent()
    {
        var clock = Clock(isLive: true);
        clock.Tick(Wall);
        clock.Take(0, Head("a", 0, 50));
        clock.Take(0, Head("b", 0, 40));
        var later = Wall + (40 * Idle);
        clock.Take(0, Head("a", 1, 60));
        clock.Tick(later);
        clock.Move();
        Assert.Equal(40, clock.Current);
    }

    [Fact]
    public void Live_a_producer_that_has_ended_is_not_waited_for_and_may_begin_again()
    {
        var clock = Clock(isLive: true);
        clock.Tick(Wall);
        clock.Take(0, Head("a", 0, 50, isLast: true));
        clock.Take(0, Head("b", 0, 60, isLast: true));
        clock.Move();
        Assert.False(clock.HasEnded);
        Assert.Equal(60, clock.Current);
        clock.Take(0, Head("a", 0, 70, session: "t"));
        clock.Move();
        Assert.Equal(70, clock.Current);
    }

    [Fact]
    public void A_producer_that_begins_to_publish_here_is_known_by_that()
    {
        var clock = Clock(isLive: false);
        clock.Take(0, Head("a", 0, 50));
        clock.Take(new ProducerNotice { Producer = "b", ReachedMicros = 30 });
        clock.Take(0, Head("b", 0, 45, session: "t"));
        clock.Move();
        Assert.Equal(45, clock.Current);
    }

    [Fact]
    public void Live_whoever_is_silent_is_not_waited_for_and_where_all_are_the_wall_clock_counts()
    {
        var clock = Clock(isLive: true);
        clock.Tick(Wall);
        clock.Take(0, Head("a", 0, 50));
        clock.Take(0, Head("b", 0, 40));
        clock.Tick(Wall + Idle);
        clock.Take(0, Head("a", 1, 80));
        clock.Tick(Wall + Idle + 1);
        clock.Move();
        Assert.Equal(80, clock.Current);
        clock.Tick(Wall + (2 * Idle) + 1);
        clock.Move();
        Assert.Equal(Wall + (2 * Idle) + 1, clock.Current);
    }
}
