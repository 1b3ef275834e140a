using StreamWatch.App.Collecting;
using StreamWatch.App.Detecting;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using Xunit;

namespace StreamWatch.Tests.App.Collecting.Live;

/// <summary>A live session does not say that it ends: what comes after it does.</summary>
public sealed class NewerSessionTests
{
    readonly HeardInput _input = new();

    [Fact]
    public void Once_a_newer_session_is_heard_in_every_partition_the_older_one_has_ended_and_what_waits_of_it_is_told()
    {
        var merge = new EventTimeMerge(_input, ["collector"], isLive: true);
        var older = Rounds('a', 1, 2);
        var newer = Rounds('b', 3);
        Take(merge, older[0], older[1], older[2]);
        Assert.Equal(["result 1"], _input.Told);

        // Of round 1 the other partition never comes. The newer session in one partition proves nothing yet.
        Take(merge, newer[0]);
        Assert.Equal(["result 1"], _input.Told);
        Take(merge, newer[1]);
        Assert.Equal(["result 1", .. Said(older[2]), "result 3"], _input.Told);
        Assert.Equal(1, merge.Missing);

        Take(merge, older[3]);
        Assert.Equal(1, merge.Outlived);
    }

    [Fact]
    public void In_event_time_only_the_producer_ends_a_session()
    {
        var merge = new EventTimeMerge(_input, ["collector"]);
        Take(merge, [.. Rounds('a', 1), .. Rounds('b', 2)]);
        Assert.Equal(["result 1"], _input.Told);
    }

    [Fact]
    public void An_older_session_that_can_go_on_goes_on_to_its_end()
    {
        var merge = new EventTimeMerge(_input, ["collector"], isLive: true);
        var older = Rounds('a', 1, 2, 3);
        Take(merge, [.. older, .. Rounds('b', 4)]);
        Assert.Equal(["result 1", "result 2", "result 3", "result 4"], _input.Told);
        Assert.Equal(0, merge.Missing);
    }

    [Fact]
    public void An_empty_round_tells_how_far_its_producer_is()
    {
        var merge = new EventTimeMerge(_input, ["collector"], isLive: true);
        var kept = new KeptRounds();
        var rounds = new RoundBuilder(new CollectShape("collector", 0, 2), new string('a', 64), new Declaration(), kept, 0);
        rounds.Reach(7_000_000);
        rounds.Cut(isLast: false);
        Take(merge, [.. kept.All.Select(one => (one.Partition, one.Batch))]);
        Assert.Equal(["reached 7"], _input.Told);
    }

    [Fact]
    public void Where_the_topic_no_longer_keeps_the_first_rounds_it_begins_with_those_that_are_left()
    {
        var merge = new EventTimeMerge(_input, ["collector"], isLive: true);
        Take(merge, Rounds('a', 1, 2, 3)[4..]);
        Assert.Equal(["result 3"], _input.Told);
        Assert.Equal(4, merge.Missing);
    }

    /// <summary>A round for each number, with one result; two batches each.</summary>
    static (int Partition, byte[] Batch)[] Rounds(char session, params int[] numbers)
    {
        var kept = new KeptRounds();
        var rounds = new RoundBuilder(new CollectShape("collector", 0, 2), new string(session, 64), new Declaration(), kept, 0);
        foreach (var number in numbers)
        {
            rounds.Result(Measured.Result(number), setAside: false);
            rounds.Cut(isLast: false);
        }

        return [.. kept.All.Select(one => (one.Partition, one.Batch))];
    }

    static IEnumerable<string> Said((int Partition, byte[] Batch) message) =>
        new ProbeBatchReader(message.Batch, message.Partition).Results().Select(result => $"result {Measured.Number(result.Result)}");

    static void Take(EventTimeMerge merge, params (int Partition, byte[] Batch)[] messages)
    {
        foreach (var (partition, batch) in messages)
        {
            merge.Take(new ProbeBatchReader(batch, partition));
            merge.Pump(_ => false);
        }
    }
}
