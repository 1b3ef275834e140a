using StreamWatch.App.Running.Journals;
using StreamWatch.Domain.Probing;
using StreamWatch.Tests.Collectors.Probing;
using Xunit;

namespace StreamWatch.Tests.App.Running.Journals;

/// <summary>The journal: what was measured stands in it, line by line, whatever became of the process.</summary>
public sealed class JournalTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-journal-").FullName;
    readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_appended_is_in_the_file_at_once_in_the_public_format()
    {
        using var journal = Journal.Open(_folder, "v1", _time);
        journal.Append(Beat(1));
        journal.Append(Result(2));

        var segment = Assert.Single(journal.Segments);
        Assert.Equal(new FileInfo(segment.Path).Length, segment.Bytes);
        Assert.Equal(["beat 1", "result 2"], Read(segment));
    }

    [Fact]
    public void A_segment_is_of_an_hour_and_no_two_have_a_name()
    {
        using (var first = Journal.Open(_folder, "v1", _time))
        {
            first.Append(Beat(1));
            _time.Advance(TimeSpan.FromMinutes(59));
            first.Append(Beat(2));
            _time.Advance(TimeSpan.FromMinutes(1));
            first.Append(Beat(3));
            Assert.Equal([true, false], first.Segments.Select(segment => segment.IsClosed));
        }

        using var second = Journal.Open(_folder, "v1", _time);
        second.Append(Beat(4));
        Assert.Equal([true, true, false], second.Segments.Select(segment => segment.IsClosed));
        Assert.Equal(["beat 1", "beat 2", "beat 3", "beat 4"], second.Segments.SelectMany(Read).Order(StringComparer.Ordinal));
        Assert.Equal(3, second.Segments.Select(segment => segment.Description.Identity).Distinct().Count());
    }

    [Fact]
    public void A_line_that_the_process_did_not_end_is_told_and_the_lines_before_it_are_read()
    {
        string path;
        using (var first = Journal.Open(_folder, "v1", _time))
        {
            first.Append(Beat(1));
            first.Append(Result(2));
            path = first.Segments[0].Path;
        }

        var whole = File.ReadAllBytes(path);
        for (var length = 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using var again = Journal.Open(_folder, "v1", _time);
            var read = Read(again.Segments[0]);
            var lines = whole.AsSpan(0, length).Count((byte)'\n');
            Assert.Equal(lines, read.TakeWhile(line => !line.StartsWith("the line has no end", StringComparison.Ordinal)).Count(line => !IsWholeWithoutItsEnd(line, lines)));
            Assert.Equal(whole[length - 1] == '\n' ? lines : lines + 1, read.Count);
        }

        // All of it but its line feed: it is what it is.
        static bool IsWholeWithoutItsEnd(string line, int lines) => (line == "beat 1" && lines == 0) || (line == "result 2" && lines == 1);
    }

    [Fact]
    public void A_journal_belongs_to_one_process_at_a_time()
    {
        using (Journal.Open(_folder, "v1", _time))
        {
            var fault = Assert.Throws<JournalException>(() => Journal.Open(_folder, "v2", _time));
            Assert.Contains(_folder, fault.Message, StringComparison.Ordinal);
            Assert.Contains("--journal", fault.Message, StringComparison.Ordinal);
        }

        Journal.Open(_folder, "v2", _time).Dispose();
    }

    [Fact]
    public void Only_what_is_not_stored_yet_waits_and_a_segment_that_is_done_can_be_deleted()
    {
        using var journal = Journal.Open(_folder, "v1", _time);
        journal.Append(Beat(1));
        journal.CloseSegment();
        journal.Append(Beat(2));
        var (first, second) = (journal.Segments[0], journal.Segments[1]);
        Assert.Equal(first.Bytes + second.Bytes, journal.WaitingBytes);

        first.StoredUpTo = first.Bytes;
        second.StoredUpTo = second.Bytes;
        Assert.Equal((true, false, 0L), (first.IsDone, second.IsDone, journal.WaitingBytes));
        journal.Delete(first);
        Assert.Equal([second], journal.Segments);
        Assert.Equal([second.Path], Directory.GetFiles(_folder, "*.jsonl"));
    }

    static List<string> Read(JournalSegment segment)
    {
        var lines = new List<string>();
        using var reader = new SegmentReader(segment.Path, 0, segment.Bytes);
        var offset = 0L;
        while (reader.TryRead(out var result, out var heartbeat, out var fault))
        {
            Assert.Equal(offset, reader.LineOffset);
            offset = reader.Offset;
            lines.Add(fault ?? (result is { } probe ? $"result {probe.StartedAtNanos}" : $"beat {heartbeat!.Value.AtNanos}"));
        }

        Assert.Equal(segment.Bytes, offset);
        return lines;
    }

    static VantageHeartbeat Beat(long at) => new("v1", at);

    static ProbeResult Result(long at) => new()
    {
        Vantage = "v1", Target = "web1", Kind = TargetKind.Web, Protocol = ProbeProtocol.Http, StartedAtNanos = at, Outcome = ProbeOutcome.Ok, RttMilliseconds = 1.25, Detail = "200",
    };
}
