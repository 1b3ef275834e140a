using System.Text;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Hosting;

/// <summary>What the host of a task does with a message, and with its changelog.</summary>
public sealed class HostTests
{
    [Fact]
    public void Nothing_leaves_before_the_input_that_it_answers_is_safe()
    {
        var toy = new HostedToy();
        toy.Take(TaskTopic.Routes, 0, "a");
        toy.Host.Release();
        Assert.True(toy.Host.NeedsFlush);
        toy.Commit();
        Assert.Empty(toy.Delivered);
        toy.Host.Release();
        toy.Commit();
        Assert.Equal(2, toy.Delivered.Count);
        toy.Host.Release();
        Assert.False(toy.Host.NeedsFlush);
    }

    [Fact]
    public void A_message_that_comes_again_is_dropped()
    {
        var toy = new HostedToy();
        toy.Take(TaskTopic.Routes, 7, "a");
        toy.Take(TaskTopic.Routes, 7, "a");
        toy.Take(TaskTopic.Routes, 3, "b");
        toy.Host.Take(TaskTopic.Exchange, 0, 0, HostLaws.FromBucket(1, 0));
        toy.Host.Take(TaskTopic.Exchange, 0, 9, HostLaws.FromBucket(1, 0));
        Assert.Equal(2, toy.Toy.Taken);
        Assert.Equal(3, toy.Watch.Repeats);
    }

    [Fact]
    public void Offsets_may_have_gaps()
    {
        var toy = new HostedToy();
        toy.Take(TaskTopic.Routes, 7, "a");
        toy.Take(TaskTopic.Routes, 12, "b");
        Assert.Equal(2, toy.Toy.Taken);
    }

    [Fact]
    public void A_gap_in_what_another_task_says_is_fatal()
    {
        var toy = new HostedToy();
        toy.Host.Take(TaskTopic.Exchange, 0, 0, HostLaws.FromBucket(1, 0));
        toy.Host.Take(TaskTopic.Exchange, 0, 1, HostLaws.FromBucket(2, 0));
        var lost = Assert.Throws<TaskStateLostException>(() => toy.Host.Take(TaskTopic.Exchange, 0, 5, HostLaws.FromBucket(1, 2)));
        Assert.Contains("message 2 of task 1-1, and 1 was never read", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_message_of_another_task_is_fatal_in_every_life()
    {
        var toy = new HostedToy();
        toy.Host.Take(TaskTopic.Exchange, 0, 0, HostLaws.FromBucket(1, 0));
        var lost = Assert.Throws<TaskStateLostException>(() => toy.Host.Take(TaskTopic.Exchange, 0, 4, HostLaws.FromBucket(1, 1, text: "bad")));
        Assert.Contains("Exchange[0] offset 4, message 1 of task 1-1, is damaged", lost.Message, StringComparison.Ordinal);
        toy.Commit();
        Assert.Throws<TaskStateLostException>(() => toy.Begin());
    }

    [Fact]
    public void What_other_runs_say_is_left_out()
    {
        var toy = new HostedToy();
        toy.Host.Take(TaskTopic.Exchange, 0, 0, HostLaws.FromBucket(1, 44, run: "another"));
        Assert.Equal(0, toy.Toy.Taken);
        Assert.Equal(1, toy.Watch.OtherRuns);
        Assert.Empty(toy.Watch.Refusals);
    }

    [Fact]
    public void What_is_no_message_is_refused_and_the_task_goes_on()
    {
        var toy = new HostedToy();
        toy.Take(TaskTopic.Routes, 0, "bad");
        toy.Host.Take(TaskTopic.Exchange, 0, 0, [1, 2, 3]);
        toy.Host.Take(TaskTopic.Exchange, 0, 1, HostLaws.FromBucket(1, 0, version: 2));
        toy.Host.Take(TaskTopic.Routes, 0, 1, new byte[10 << 20]);
        toy.Host.Take(TaskTopic.Exchange, 0, 2, []);
        toy.Take(TaskTopic.Routes, 2, "good");
        Assert.Equal(1, toy.Toy.Taken);
        Assert.Equal(5, toy.Watch.Refusals.Count);
        Assert.Equal(5, toy.Host.Refused);
        toy.Commit();
        toy.Die(0, 0);
        Assert.Equal(1, toy.Toy.Taken);
    }

    [Fact]
    public void Ticks_are_told_again_too()
    {
        var toy = new HostedToy();
        toy.Take(TaskTopic.Routes, 0, "a");
        toy.Host.Tick(5_000_000);
        toy.Take(TaskTopic.Routes, 1, "b");
        toy.Commit();
        var hash = toy.Toy.Hash;
        toy.Die(0, 0);
        Assert.Equal(hash, toy.Toy.Hash);
    }

    [Fact]
    public void The_changelog_stays_bounded_and_its_values_small()
    {
        var toy = new HostedToy(snapshotAfter: 4000, piece: 1000, ballast: 5000);
        for (var at = 0; at < 3000; at++)
        {
            toy.Take(TaskTopic.Routes, at, new string('x', 2500));
            if (at % 10 == 9)
            {
                toy.Commit();
            }
        }

        toy.Settle();
        Assert.True(toy.Watch.Snapshots > 100);
        Assert.True(toy.Log.LongestValue <= 1000, $"{toy.Log.LongestValue} bytes");
        var left = toy.Log.Compacted().Sum(entry => entry.Value?.Length ?? 0);

        // A snapshot with what was on its way, and what came after it until it was as large and the next commit.
        Assert.True(left < 150_000, $"{left} bytes are left of {3000 * 2500}");
        var hash = toy.Toy.Hash;
        toy.Die(0, 0, isCompacted: true);
        Assert.Equal(hash, toy.Toy.Hash);
        Assert.Equal(3000, toy.Toy.Taken);
    }

    [Fact]
    public void What_a_process_writes_that_has_lost_its_task_decides_nothing()
    {
        var toy = new HostedToy(snapshotAfter: long.MaxValue);
        toy.Take(TaskTopic.Routes, 0, "a");
        toy.Commit();
        var sleeper = toy.Host;
        toy.Begin();
        toy.Take(TaskTopic.Routes, 1, "b");
        sleeper.Take(TaskTopic.Routes, 0, 1, Encoding.UTF8.GetBytes("never"));
        sleeper.Take(TaskTopic.Routes, 0, 2, Encoding.UTF8.GetBytes("never"));
        toy.Take(TaskTopic.Routes, 2, "c");
        var awake = toy.Host;
        awake.Flushed();
        toy.Log.Flush();
        var undisturbed = new HostedToy();
        foreach (var (word, at) in new[] { ("a", 0), ("b", 1), ("c", 2) })
        {
            undisturbed.Take(TaskTopic.Routes, at, word);
        }

        toy.Begin();
        Assert.Equal(undisturbed.Toy.Hash, toy.Toy.Hash);
    }

    [Fact]
    public void A_changelog_with_a_hole_is_not_believed()
    {
        var log = new KeptLog();
        Write(log, number: 0, epoch: 1);
        Write(log, number: 2, epoch: 1);
        log.Put(LogKey.Epoch(1), new byte[8]);
        var lost = Assert.Throws<TaskStateLostException>(() => log.Read().Read(HostedToy.Run));
        Assert.Contains("input 1 is not in the changelog and input 2 is", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(400)]
    public void A_changelog_without_its_beginning_is_not_believed(long snapshotAfter)
    {
        var toy = new HostedToy(snapshotAfter: snapshotAfter, ballast: 100);
        for (var life = 0; life < 3; life++)
        {
            for (var at = 0; at < 7; at++)
            {
                toy.Take(TaskTopic.Routes, (life * 7) + at, "word");
                toy.Commit();
            }

            toy.Die(0, 0);
        }

        // Whatever is cut off: the state is whole, or it is said that it is not. 
        var lost = 0;
        for (var cut = 0; cut < toy.Log.Count; cut++)
        {
            try
            {
                var restored = toy.Log.Read(from: cut).Read(HostedToy.Run);
                Assert.Equal(21UL, restored.FirstInput + (ulong)restored.Inputs.Count);
            }
            catch (TaskStateLostException)
            {
                lost++;
            }
        }

        Assert.True(lost > toy.Log.Count / 2 || snapshotAfter < long.MaxValue, $"{lost} of {toy.Log.Count}");
    }

    [Fact]
    public void A_snapshot_without_one_of_its_chunks_is_not_believed()
    {
        var log = new KeptLog();
        log.Put(LogKey.Epoch(1), new byte[8]);
        log.Put(LogKey.Chunk(1, 1, 0), [1]);
        log.Put(LogKey.Marker(1), Google.Protobuf.MessageExtensions.ToByteArray(new SnapshotMarker { Version = 1, RunId = HostedToy.Run, Generation = 1, Chunks = 2, Bytes = 2, FirstInput = 9 }));
        var lost = Assert.Throws<TaskStateLostException>(() => log.Read().Read(HostedToy.Run));
        Assert.Contains("chunk 1 of 2 of a snapshot is missing", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changelog_of_something_else_is_refused() =>
        Assert.Throws<TaskStateLostException>(() => new RestoredLog().Apply("user-17"u8, [1]));

    static void Write(KeptLog log, ulong number, uint epoch) =>
        log.Put(LogKey.Input(number, epoch, LogKey.LastPart), Google.Protobuf.MessageExtensions.ToByteArray(new LoggedInput { Topic = 1, SourceOffset = (long)number }));
}
