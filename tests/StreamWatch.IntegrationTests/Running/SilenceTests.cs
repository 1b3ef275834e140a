using System.Globalization;
using StreamWatch.IntegrationTests.Replay;
using Xunit;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>A live watch whose process is held for a while: its silence is unknown, and decides nothing.</summary>
public sealed class SilenceTests
{
    const int Servers = 7;

    static readonly TimeSpan Held = TimeSpan.FromSeconds(8);

    [Fact]
    [Trait("Tier", "long")]
    public async Task A_watch_that_is_held_opens_and_closes_nothing_of_what_it_did_not_see()
    {
        using var place = ReplayPlace.New();
        using var servers = new WatchedServers(Servers);
        var watch = place.At("watch.json");
        await File.WriteAllTextAsync(watch, servers.WatchFile("v1"), TestContext.Current.CancellationToken);
        var data = place.At("data");
        await using var run = LiveWatch.Start(watch, "--data", data, "--store-every", "5m");
        await run.UntilAsync("twenty results of each target", () => JournalLines.Read(data).Results.Count >= 20 * Servers);

        // All hosts fail while it is held, and are well again before it goes on: nobody will ever know.
        var (from, to) = await HoldAsync(run, () =>
        {
            servers.Close();
            servers.Open();
        });
        var before = JournalLines.Read(data).Results.Count;
        await run.UntilAsync("results again", () => JournalLines.Read(data).Results.Count >= before + (8 * Servers));
        Assert.Empty(run.Outages);

        // An outage that is open when it is held ends no sooner than it is seen to.
        servers.Close();
        await run.UntilAsync("an outage of the group", () => run.Outages.Any(outage => outage.GetProperty("entity_type").GetString() == "group"));
        var (_, back) = await HoldAsync(run, servers.Open);
        await run.UntilAsync("its end", () => run.Outages.Any(outage =>
            outage.GetProperty("entity_type").GetString() == "group" && outage.GetProperty("state").GetString() == "recovered"));
        Assert.Equal(0, await run.InterruptAsync());
        var groups = run.Outages.Where(outage => outage.GetProperty("entity_type").GetString() == "group").ToList();
        Assert.Single(groups.Select(outage => outage.GetProperty("id").GetString()).Distinct());
        Assert.True(groups[^1].GetProperty("recovered_at").GetDateTime() >= back.AddSeconds(-1), "it cannot have ended while nobody looked");
        Assert.Equal(
            "['unknown']",
            await place.SqlAsync(
                "data",
                "SELECT groupUniqArray(toString(verdict)) FROM target_bins WHERE bin_start >= {from:DateTime('UTC')} AND bin_start + bin_seconds <= {to:DateTime('UTC')}",
                ("from", Seconds(from.AddSeconds(5))),
                ("to", Seconds(to))));
    }

    /// <summary>Holds the process for a while; when it was held and when it went on.</summary>
    static async Task<(DateTime From, DateTime To)> HoldAsync(LiveWatch run, Action meanwhile)
    {
        await run.SignalAsync("STOP");
        var from = DateTime.UtcNow;
        meanwhile();
        while (DateTime.UtcNow < from + Held)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        var to = DateTime.UtcNow;
        await run.SignalAsync("CONT");
        return (from, to);
    }

    static string Seconds(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
