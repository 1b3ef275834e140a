using StreamWatch.App.Collecting.Live;
using Xunit;

namespace StreamWatch.Tests.App.Collecting.Live;

/// <summary>The outbox: a round is in it as a whole or not at all, wherever the process was killed.</summary>
public sealed class OutboxTests : IDisposable
{
    static readonly byte[][] Batches = [[1, 2, 3], [], [4]];

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-outbox-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_kept_is_there_byte_for_byte_after_a_restart_and_the_session_goes_on()
    {
        OutboxSession session;
        using (var first = Outbox.Open(_folder))
        {
            Assert.Null(first.Session);
            session = first.Begin("collector", 3);
            first.Put(Batches, 10);
            first.Put([[5], [6], [7]], 20);
        }

        using var second = Outbox.Open(_folder);
        Assert.Equal(session with { NextRound = 2, NextOrdinal = 20 }, second.Session);
        Assert.Equal([0L, 1L], second.Left.Select(round => round.Round));
        Assert.Equal(Batches, Outbox.Read(second.Left[0]));
        Assert.Equal([[5], [6], [7]], Outbox.Read(second.Left[1]));
        Assert.Equal((2, second.Left.Sum(round => new FileInfo(round.Path).Length)), (second.Waiting, second.WaitingBytes));
        Assert.Matches("^[0-9a-f]{64}$", session.Session);
    }

    [Fact]
    public void Killed_between_any_two_steps_the_round_is_there_as_a_whole_or_not_at_all()
    {
        byte[] before, after, file;
        string round;
        var note = Path.Combine(_folder, "session.json");
        using (var outbox = Outbox.Open(_folder))
        {
            outbox.Begin("collector", 3);
            before = File.ReadAllBytes(note);
            round = outbox.Put(Batches, 10).Path;
            (after, file) = (File.ReadAllBytes(note), File.ReadAllBytes(round));
        }

        // While the round is written, to any length.
        for (var length = 0; length <= file.Length; length++)
        {
            File.Delete(round);
            File.WriteAllBytes(round + ".unfinished", file[..length]);
            File.WriteAllBytes(note, before);
            AssertState(left: 0, nextRound: 0, nextOrdinal: 0);
        }

        // It has its name, and is not noted; then while it is noted, to any length.
        File.WriteAllBytes(round, file);
        AssertState(left: 1, nextRound: 1, nextOrdinal: 10);
        for (var length = 0; length <= after.Length; length++)
        {
            File.WriteAllBytes(note + ".unfinished", after[..length]);
            AssertState(left: 1, nextRound: 1, nextOrdinal: 10);
        }

        // It is noted; then the brokers have it.
        File.WriteAllBytes(note, after);
        AssertState(left: 1, nextRound: 1, nextOrdinal: 10);
        File.Delete(round);
        AssertState(left: 0, nextRound: 1, nextOrdinal: 10);
    }

    [Fact]
    public void A_session_of_another_shape_begins_at_round_0_and_the_rounds_of_the_one_before_go_first()
    {
        using (var first = Outbox.Open(_folder))
        {
            first.Begin("collector", 3);
            first.Put(Batches, 10);
            first.Put(Batches, 20);
            var session = first.Session!;
            Assert.NotEqual(session.Session, first.Begin("collector", 1).Session);
            Assert.Equal((0, 0), (first.Session!.NextRound, first.Session.NextOrdinal));
            first.Put([[9]], 1);
        }

        using var second = Outbox.Open(_folder);
        Assert.Equal([(0, 0L), (0, 1L), (1, 0L)], second.Left.Select(round => (round.Turn, round.Round)));
        Assert.Equal((1, 1L, 1L), (second.Session!.ProbePartitions, second.Session.NextRound, second.Session.NextOrdinal));
    }

    [Fact]
    public void One_process_has_it_at_a_time()
    {
        using var outbox = Outbox.Open(_folder);
        Assert.Contains("--outbox", Assert.Throws<OutboxException>(() => Outbox.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_byte_of_a_round_is_damaged_it_is_not_published()
    {
        using var outbox = Outbox.Open(_folder);
        outbox.Begin("collector", 3);
        var round = outbox.Put(Batches, 10);
        var file = File.ReadAllBytes(round.Path);
        for (var at = 0; at < file.Length; at++)
        {
            file[at] ^= 1;
            File.WriteAllBytes(round.Path, file);
            Assert.Contains(round.Path, Assert.Throws<OutboxException>(() => Outbox.Read(round)).Message, StringComparison.Ordinal);
            file[at] ^= 1;
        }
    }

    [Fact]
    public void Where_a_round_could_not_be_written_nothing_is_kept_any_more()
    {
        using (var outbox = Outbox.Open(_folder))
        {
            outbox.Begin("collector", 3);
            outbox.Put(Batches, 10);

            // What cannot be replaced by a file: the round gets its name and cannot be noted.
            var note = Path.Combine(_folder, "session.json");
            var before = File.ReadAllBytes(note);
            File.Delete(note);
            Directory.CreateDirectory(note);
            Assert.Contains(_folder, Assert.Throws<OutboxException>(() => outbox.Put([[5], [6], [7]], 20)).Message, StringComparison.Ordinal);
            Directory.Delete(note);
            File.WriteAllBytes(note, before);
            Assert.Throws<OutboxException>(() => outbox.Put(Batches, 30));
        }

        using var second = Outbox.Open(_folder);
        Assert.Equal((2, 2L, 20L), (second.Left.Count, second.Session!.NextRound, second.Session.NextOrdinal));
        Assert.Equal([[5], [6], [7]], Outbox.Read(second.Left[1]));
    }

    [Fact]
    public void Rounds_whose_session_is_not_known_are_refused()
    {
        using (var outbox = Outbox.Open(_folder))
        {
            outbox.Begin("collector", 3);
            outbox.Put(Batches, 10);
        }

        File.Delete(Path.Combine(_folder, "session.json"));
        Assert.Throws<OutboxException>(() => Outbox.Open(_folder));
        Assert.Throws<OutboxException>(() => Outbox.Open(_folder));
    }

    void AssertState(int left, long nextRound, long nextOrdinal)
    {
        using var outbox = Outbox.Open(_folder);
        Assert.Equal((left, nextRound, nextOrdinal), (outbox.Left.Count, outbox.Session!.NextRound, outbox.Session.NextOrdinal));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.unfinished"));
        Assert.All(outbox.Left, round => Assert.Equal(Batches, Outbox.Read(round)));
    }
}
