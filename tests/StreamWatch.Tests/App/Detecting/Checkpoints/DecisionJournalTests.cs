using StreamWatch.App.Detecting.Checkpoints;
using Xunit;

namespace StreamWatch.Tests.App.Detecting.Checkpoints;

public sealed class DecisionJournalTests : IDisposable
{
    static readonly byte[] Hash = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streamwatch-test-");

    string File => Path.Combine(_folder.FullName, "run-0000000001.decisions");

    [Fact]
    public void What_is_written_is_read_back_in_order_with_what_has_changed_alone()
    {
        WriteThree();
        var read = DecisionJournal.Read(File, Hash)!.Value;
        Assert.True(read.IsFromBeginning);
        Assert.Equal([null, 7_000_000L, 8_000_000L], read.Decisions.Select(decision => decision.TickMicros));
        Assert.Equal([["a", "b"], [], ["b"]], read.Decisions.Select(decision => decision.Silent));
        Assert.Equal(
            [[new ReadPosition("routes", 0, 5), new ReadPosition("probes", 3, 6)], [new ReadPosition("routes", 0, 9)], []],
            read.Decisions.Select(decision => decision.Read));
    }

    [Fact]
    public void An_end_that_is_torn_anywhere_decided_nothing_and_the_next_decision_stands_behind_what_is_whole()
    {
        WriteThree();
        var whole = System.IO.File.ReadAllBytes(File);
        var counts = new List<int>();
        for (var length = 41; length <= whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            var torn = DecisionJournal.Read(File, Hash)!.Value;
            counts.Add(torn.Decisions.Count);
            using (var journal = DecisionJournal.GoOn(File, torn.Length))
            {
                journal.Write([new ReadPosition("routes", 0, 99)], 9, []);
            }

            var again = DecisionJournal.Read(File, Hash)!.Value.Decisions;
            Assert.Equal(torn.Decisions.Count + 1, again.Count);
            Assert.Equal(9, again[^1].TickMicros);
        }

        Assert.Equal([0, 1, 2, 3], counts.Distinct());
    }

    [Fact]
    public void A_changed_entry_ends_what_is_believed()
    {
        WriteThree();
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[^3] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Equal(2, DecisionJournal.Read(File, Hash)!.Value.Decisions.Count);
    }

    [Fact]
    public void That_of_another_run_is_none()
    {
        WriteThree();
        Assert.Null(DecisionJournal.Read(File, new byte[32]));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    void WriteThree()
    {
        using var journal = DecisionJournal.Create(File, Hash, isFromBeginning: true);
        journal.Write([new ReadPosition("routes", 0, 5), new ReadPosition("probes", 3, 6)], null, ["a", "b"]);
        journal.Write([new ReadPosition("routes", 0, 9), new ReadPosition("probes", 3, 6)], 7_000_000, []);
        journal.Write([new ReadPosition("routes", 0, 9), new ReadPosition("probes", 3, 6)], 8_000_000, ["b"]);
    }
}
