using System.Globalization;
using System.Text.Json;
using StreamWatch.IntegrationTests.Replay;
using Xunit;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>A live watch that is killed while an outage is open, started again, and stopped.</summary>
public sealed class RestartTests
{
    const int Servers = 7;

    static readonly TimeSpan Dead = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task Killed_twice_during_an_outage_it_goes_on_with_it_and_everything_measured_is_stored_once()
    {
        using var place = ReplayPlace.New();
        using var servers = new WatchedServers(Servers);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        var data = place.At("data");

        // The first one stores nothing before it is killed: all that it measured is in its journal.
        JsonElement outage;
        await using (var first = LiveWatch.Start(watch, "--data", data, "--store-every", "5m"))
        {
            await first.UntilAsync("twenty results of each target", () => JournalLines.Read(data).Results.Count >= 20 * Servers);
            servers.Close();
            await first.UntilAsync("an outage of the group", () => first.Outages.Any(IsGroup));
            await first.KillAsync();
            outage = first.Outages.Last(IsGroup);
        }

        var measured = JournalLines.Read(data);
        Assert.NotEmpty(measured.Results);
        await using (var second = LiveWatch.Start(watch, "--data", data, "--store-every", "1s"))
        {
            await second.UntilProbingAsync();
            await second.UntilAsync("the outage in the store", async () =>
                await place.SqlAsync("data", "SELECT count() FROM outages FINAL WHERE id = {id:String} AND state = 'open'", ("id", Id(outage))) == "1");
            await second.UntilAsync("probing after the restart", () => JournalLines.Read(data).Results.Count > Servers || JournalLines.Files(data).Count > 1);
            await second.KillAsync();
            Assert.DoesNotContain(second.Outages, other => IsGroup(other) && Id(other) != Id(outage));
        }

        // While nobody looks the servers come back: that is not seen before the third one probes.
        var left = JournalLines.Read(data);
        var dead = DateTime.UtcNow;
        servers.Open();
        while (DateTime.UtcNow < dead + Dead)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        var back = DateTime.UtcNow;
        await using (var third = LiveWatch.Start(watch, "--data", data, "--store-every", "1s"))
        {
            await third.UntilAsync("the end of every outage", () => third.Outages.GroupBy(Id).Count(rows => State(rows.Last()) == "recovered") >= Servers + 3);
            Assert.Equal(0, await third.InterruptAsync());
            Assert.Equal(Id(outage), Assert.Single(third.Outages.Where(IsGroup).Select(Id).Distinct()));
            var last = third.Outages.Last(IsGroup);
            Assert.Equal(
                (outage.GetProperty("incident_id").GetString(), outage.GetProperty("onset_at").GetDateTime(), outage.GetProperty("detected_at").GetDateTime()),
                (last.GetProperty("incident_id").GetString(), last.GetProperty("onset_at").GetDateTime(), last.GetProperty("detected_at").GetDateTime()));
            Assert.True(last.GetProperty("recovered_at").GetDateTime() >= back.AddSeconds(-1), "it cannot have ended while nobody looked");
            Assert.True(last.GetProperty("revision").GetInt32() > outage.GetProperty("revision").GetInt32());
        }

        Assert.Empty(JournalLines.Files(data));
        await AssertStoredOnceAsync(place, [.. measured.Results, .. left.Results], [.. measured.Heartbeats, .. left.Heartbeats]);
        await AssertBinsAsync(place, dead.AddSeconds(4), back);
        Assert.Equal("0", await place.SqlAsync("data", "SELECT count() FROM outages FINAL WHERE state = 'open'"));
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Killed_at_ten_moments_with_or_without_its_engine_it_stores_everything_once_and_misses_no_bin()
    {
        using var place = ReplayPlace.New();
        using var servers = new WatchedServers(Servers);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        var data = place.At("data");
        var random = new Random(7);
        var (results, heartbeats) = (new List<string>(), new List<string>());
        for (var kill = 0; kill < 10; kill++)
        {
            await using var run = LiveWatch.Start(watch, "--data", data, "--store-every", kill % 3 == 2 ? "5m" : "1s");

            // The moment is what is varied: at the start, while it takes up what is stored, and while it probes and stores.
            using (var moment = new CancellationTokenSource(TimeSpan.FromSeconds(12) * random.NextDouble()))
            {
                await run.EndsAsync(moment.Token);
            }

            await run.KillAsync(withEngine: kill % 2 == 0);
            var measured = JournalLines.Read(data);
            results.AddRange(measured.Results);
            heartbeats.AddRange(measured.Heartbeats);
            if (kill is 4 or 7)
            {
                servers.Close();
            }
            else if (kill is 5 or 8)
            {
                servers.Open();
            }
        }

        Assert.NotEmpty(results);
        await using (var last = LiveWatch.Start(watch, "--data", data, "--store-every", "1s"))
        {
            await last.UntilProbingAsync();
            Assert.Equal(0, await last.InterruptAsync());
        }

        Assert.Empty(JournalLines.Files(data));
        await AssertStoredOnceAsync(place, results, heartbeats);
        Assert.Equal("", await place.SqlAsync("data", "SELECT target, bin_start FROM target_bins GROUP BY target, bin_start HAVING count() > 1"));
        Assert.Equal("0", await place.SqlAsync("data", "SELECT DISTINCT max(bin_start) - min(bin_start) + 1 - count() AS missing FROM target_bins GROUP BY target"));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_at_once_with_everything_stored()
    {
        using var place = ReplayPlace.New();
        using var servers = new WatchedServers(3);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        var data = place.At("data");
        await using var run = LiveWatch.Start(watch, "--data", data, "--store-every", "5m");
        await run.UntilAsync("results", () => JournalLines.Read(data).Results.Count >= 12);
        var measured = JournalLines.Read(data);

        Assert.Equal(0, await run.InterruptAsync());
        Assert.Empty(run.Outages);
        Assert.Empty(JournalLines.Files(data));
        await AssertStoredOnceAsync(place, measured.Results, measured.Heartbeats);
        Assert.Equal("done", await place.SqlAsync("data", "SELECT state FROM runs FINAL WHERE run_id = 'run-v1'"));
    }

    static async Task AssertStoredOnceAsync(ReplayPlace place, IReadOnlyList<string> results, IReadOnlyList<string> heartbeats)
    {
        var stored = (await place.SqlAsync("data", "SELECT vantage, target, toUnixTimestamp64Nano(started_at) FROM probe_results")).Split('\n');
        Assert.Equal(stored.Length, stored.Distinct().Count());
        Assert.Empty(results.Except(stored));
        var beats = (await place.SqlAsync("data", "SELECT vantage, toUnixTimestamp64Nano(heartbeat_at) FROM heartbeats")).Split('\n');
        Assert.Equal(beats.Length, beats.Distinct().Count());
        Assert.Empty(heartbeats.Except(beats));
        Assert.Equal("0", await place.SqlAsync("data", "SELECT count() FROM rejected_records"));
        Assert.Equal("", await place.SqlAsync("data", "SELECT id, revision FROM outages GROUP BY id, revision HAVING count() > 1"));
    }

    /// <summary>Every target has each bin once, from the first to the last; those of the time without a watch are unknown.</summary>
    static async Task AssertBinsAsync(ReplayPlace place, DateTime deadFrom, DateTime deadTo)
    {
        Assert.Equal("", await place.SqlAsync("data", "SELECT target, bin_start FROM target_bins GROUP BY target, bin_start HAVING count() > 1"));
        var spans = await place.SqlAsync("data", "SELECT DISTINCT max(bin_start) - min(bin_start) + 1 - count() AS missing FROM target_bins GROUP BY target");
        Assert.Equal("0", spans);
        var dead = await place.SqlAsync(
            "data",
            "SELECT groupUniqArray(toString(verdict)) FROM target_bins WHERE bin_start >= {from:DateTime('UTC')} AND bin_start + bin_seconds <= {to:DateTime('UTC')}",
            ("from", Seconds(deadFrom)),
            ("to", Seconds(deadTo)));
        Assert.Equal("['unknown']", dead);
    }

    static string Seconds(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    static bool IsGroup(JsonElement outage) => outage.GetProperty("entity_type").GetString() == "group";

    static string Id(JsonElement outage) => outage.GetProperty("id").GetString()!;

    static string State(JsonElement outage) => outage.GetProperty("state").GetString()!;
}
