using System.Globalization;
using System.Text.Json;
using StreamWatch.Domain.Detection;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary><c>streamwatch redetect</c> as people run it: what it shows, what it writes, and what it leaves alone.</summary>
public sealed class RedetectCommandTests(ReplayedSet set) : IClassFixture<ReplayedSet>
{
    const string Data = "data";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Other_numbers_show_differences_and_nothing_is_written_until_it_is_asked_for()
    {
        using var place = await set.CopyAsync();
        var before = await StoredOutages.AllAsync(place, Data);
        var rows = await place.SqlAsync(Data, "SELECT count(), max(revision) FROM outages FINAL");

        var shown = await place.RedetectAllAsync(Data, "--asn-bin", "10m");
        Assert.Contains("0 new, 4 gone, 14 changed, 0 the same", shown, StringComparison.Ordinal);
        var lines = (await place.RedetectAllAsync(Data, "--asn-bin", "10m", "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(18, lines.Length);
        Assert.All(lines, AssertDifference);
        Assert.Equal(before, await StoredOutages.AllAsync(place, Data));
        Assert.Equal(rows, await place.SqlAsync(Data, "SELECT count(), max(revision) FROM outages FINAL"));
        Assert.Equal("0", await place.SqlAsync(Data, "SELECT count() FROM runs WHERE command = 'redetect'"));
    }

    [Fact]
    public async Task What_is_applied_is_the_last_word_and_applying_it_twice_changes_nothing()
    {
        using var place = await set.CopyAsync();
        var before = await StoredOutages.AllAsync(place, Data);
        var applied = await place.RedetectAllAsync(Data, "--asn-bin", "10m", "--apply");
        var run = applied.TrimEnd('\n', '.').Split(' ')[^1];
        Assert.StartsWith("redetect-", run, StringComparison.Ordinal);

        // 14 stand, of which 10 have another onset and so another id; those 10 and 4 more are found no more. Nothing is deleted.
        Assert.Equal("14\t14", await place.SqlAsync(Data, "SELECT countIf(state != 'superseded'), countIf(state = 'superseded') FROM v_outages"));
        Assert.Equal($"{run}\t{DetectionOptions.Ruleset}\t28", await place.SqlAsync(Data, "SELECT run_id, ruleset, count() FROM v_outages GROUP BY ALL"));
        Assert.Equal("done\t28", await place.SqlAsync(Data, "SELECT state, outages FROM runs FINAL WHERE command = 'redetect'"));
        Assert.Equal("14", await place.SqlAsync(Data, "SELECT sum(outages) FROM v_incidents"));

        var again = await place.RedetectAllAsync(Data, "--asn-bin", "10m", "--apply");
        Assert.StartsWith("Nothing changed: 0 new, 0 gone, 0 changed, 14 the same", again, StringComparison.Ordinal);
        Assert.EndsWith("Nothing to write.\n", again, StringComparison.Ordinal);
        Assert.Equal("1", await place.SqlAsync(Data, "SELECT uniqExact(run_id) FROM runs WHERE command = 'redetect'"));

        // And back: what was superseded is found again, under its own id.
        await place.RedetectAllAsync(Data, "--apply");
        Assert.Equal(before, await StoredOutages.AllAsync(place, Data));
    }

    [Fact]
    public async Task A_part_of_the_time_gives_what_the_whole_gave()
    {
        using var place = await set.CopyAsync();
        foreach (var words in new[] { "", "--lead-in 0s" })
        {
            // Three were open at its start, three begin within it, and most of them end behind it.
            var shown = await place.RedetectAsync(Data, ["--from", "2024-03-05T05:15", "--to", "2024-03-05 05:40", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            Assert.StartsWith("Nothing changed: 0 new, 0 gone, 0 changed, 6 the same", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_nothing_can_be_said_of_is_left_as_it_is()
    {
        using var place = await set.CopyAsync();
        var before = await StoredOutages.AllAsync(place, Data);
        var watch = place.Watch(["64927"]);
        var shown = await place.RedetectAllAsync(Data, "--watch", watch, "--apply");
        Assert.StartsWith("Nothing changed: 0 new, 0 gone, 0 changed, 2 the same\n16 left as they are: not watched now (", shown, StringComparison.Ordinal);

        // Measurements that are deleted leave their outages behind: those of the time itself, and those so near behind it that no baseline is known.
        await DeleteAsync(place, "bgp_elems", "received_at >= '2024-03-05 06:00:00'");
        Assert.Contains(
            "2 left as they are: nothing that was measured then is stored (asn-4200000259-ipv6-20240305T060000Z, asn-64932-ipv4-20240305T065500Z)",
            await place.RedetectAllAsync(Data, "--all-asns"),
            StringComparison.Ordinal);
        await DeleteAsync(place, "bgp_elems", "received_at < '2024-03-05 03:30:00'");
        Assert.Contains(
            "10 left as they are: what was measured before them is stored no more (",
            await place.RedetectAllAsync(Data, "--all-asns"),
            StringComparison.Ordinal);
        Assert.Equal(before, await StoredOutages.AllAsync(place, Data));
    }

    [Fact]
    public async Task Files_that_are_stored_in_part_are_named_and_keep_it_from_being_applied()
    {
        using var place = await set.CopyAsync();
        await DeleteAsync(place, "source_marks", "mark = 'end' AND collector = 'rrc00'");
        var (code, output, error) = await Storage.Program.RunAsync(["redetect", "--data", place.At(Data), .. RedetectProgram.Always]);
        Assert.Equal(0, code);
        Assert.Contains("1 files of the time are stored in part, or by a version that did not note their ends (rrc00/all)", error, StringComparison.Ordinal);
        Assert.Contains("18 the same", output, StringComparison.Ordinal);
        (code, _, error) = await Storage.Program.RunAsync(["redetect", "--data", place.At(Data), .. RedetectProgram.Always, "--asn-bin", "10m", "--apply"]);
        Assert.Equal(1, code);
        Assert.Contains("nothing was written", error, StringComparison.Ordinal);
        Assert.Equal("18", await place.SqlAsync(Data, "SELECT count() FROM v_outages WHERE state != 'superseded' AND run_id LIKE 'replay-%'"));
    }

    [Fact]
    public async Task What_the_newest_run_watched_is_watched_and_said()
    {
        using var place = await set.CopyAsync();
        var (code, _, error) = await Storage.Program.RunAsync(["redetect", "--data", place.At(Data), .. RedetectProgram.Always]);
        var run = await place.SqlAsync(Data, "SELECT run_id FROM runs FINAL");
        Assert.Equal((0, $"Watched is what run {run} watched: all ASNs, 0 groups and 0 targets by name\n"), (code, error));
    }

    [Fact]
    public async Task A_time_of_which_nothing_is_stored_is_said_with_what_is()
    {
        using var place = await set.CopyAsync();
        var (code, output, error) = await Storage.Program.RunAsync("redetect", "--data", place.At(Data), "--all-asns", "--from", "2026-01-01", "--to", "2026-01-02");
        Assert.Equal((1, ""), (code, output));
        Assert.Equal(
            "streamwatch: no measurement of the time from 2025-12-25 00:00 to 2026-01-02 00:00 is stored; routes are stored from 2024-03-05 00:00 to 2024-03-05 11:59; no probe results are stored\n",
            error);
    }

    [Theory]
    [InlineData("--from is \"yesterday\"", "--from", "yesterday", "--to", "2024-03-06")]
    [InlineData("is not before --to", "--from", "2024-03-06", "--to", "2024-03-05")]
    [InlineData("--to is \"1970-01-01\"; allowed are 1980-01-01 to 2200-01-01", "--from", "2024-01-01", "--to", "1970-01-01")]
    [InlineData("--lead-in is \"long\"", "--from", "2024-03-05", "--to", "2024-03-06", "--lead-in", "long")]
    [InlineData("--grace is", "--from", "2024-03-06", "--to", "2024-03-05", "--grace", "9h")]
    [InlineData("--target-bin is", "--from", "2024-03-05", "--to", "2024-03-06", "--target-bin", "9h")]
    [InlineData("Option '--to' is required", "--from", "2024-03-05")]
    public async Task Wrong_words_are_said_before_anything_is_opened(string message, params string[] words)
    {
        var (ended, output, error) = await Storage.Program.RunAsync(["redetect", "--data", "nowhere", .. words]);
        Assert.Equal((2, ""), (ended, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    static async Task DeleteAsync(ReplayPlace place, string table, string which)
    {
        await using var store = await StreamWatchStore.OpenAsync(new StoreOptions { DataDirectory = place.At(Data), Purpose = "test", Time = TimeProvider.System }, Token);
        await store.ClickHouse.ExecuteAsync(new Statement("test.delete", $"ALTER TABLE {store.Database}.{table} DELETE WHERE {which}").Setting("mutations_sync", "2"), Token);
    }

    static void AssertDifference(string line)
    {
        using var difference = JsonDocument.Parse(line);
        var root = difference.RootElement;
        var (stored, found) = (root.GetProperty("stored"), root.GetProperty("found"));
        Assert.Equal(JsonValueKind.Object, stored.ValueKind);
        Assert.Equal(stored.GetProperty("entity").GetString(), (found.ValueKind == JsonValueKind.Object ? found : stored).GetProperty("entity").GetString());
        var fields = root.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!).ToList();
        switch (root.GetProperty("change").GetString())
        {
            case "gone":
                Assert.Equal((JsonValueKind.Null, 0), (found.ValueKind, fields.Count));
                break;
            case "changed":
                Assert.Contains("detected", fields);
                Assert.Equal(fields.Contains("onset"), At(stored, "onset_at") != At(found, "onset_at"));
                Assert.Equal(fields.Contains("recovered"), At(stored, "recovered_at") != At(found, "recovered_at"));
                break;
            default:
                Assert.Fail(line);
                break;
        }
    }

    static DateTime At(JsonElement outage, string field) => DateTime.Parse(outage.GetProperty(field).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
