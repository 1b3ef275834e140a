using System.Diagnostics;
using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>Nine hours of a real route collector in 2008, without a table to start from and without state messages.</summary>
public sealed class RouteViewsTests(RouteViewsArchive archive) : IClassFixture<RouteViewsArchive>
{
    [Fact]
    public async Task Outages_of_the_first_two_hours_are_confirmed_by_the_slow_reference()
    {
        using var place = ReplayPlace.New();
        var outages = await place.ReplayAsync("data", RouteViewsArchive.Files.Take(9));
        AssertConfirmed(await SlowReference.JudgeAsync(place, "data"), outages.Count, least: 10);
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Outages_of_all_files_are_confirmed_by_the_slow_reference()
    {
        var (place, outages) = await archive.ReplayedAsync();
        AssertConfirmed(await SlowReference.JudgeAsync(place, RouteViewsArchive.Data), outages.Count, least: 150);
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Every_elem_is_stored_once_also_when_run_twice_and_when_killed()
    {
        var (place, outages) = await archive.ReplayedAsync();
        Assert.Equal(RouteViewsArchive.AllElems, await place.SqlAsync(RouteViewsArchive.Data, "SELECT count() FROM bgp_elems"));
        var state = await StoredState.ReadAsync(place, RouteViewsArchive.Data);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(outages, await place.ReplayAsync(RouteViewsArchive.Data, RouteViewsArchive.Files));
        var duration = Stopwatch.GetElapsedTime(started);
        Assert.Equal(state, await StoredState.ReadAsync(place, RouteViewsArchive.Data));

        var (data, output) = await KilledReplay.RunAsync(place, RouteViewsArchive.Files, 6, duration, seed: 5);
        Assert.Equal(outages, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(state, await StoredState.ReadAsync(place, data));
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Order_of_the_files_and_their_concatenation_change_no_outage()
    {
        var (place, outages) = await archive.ReplayedAsync();
        var shuffled = RouteViewsArchive.Files.ToArray();
        new Random(36).Shuffle(shuffled);
        Assert.Equal(outages, await place.ReplayAsync("shuffled", shuffled));

        var whole = place.At("whole.bz2");
        await using (var all = File.Create(whole))
        {
            foreach (var file in RouteViewsArchive.Files)
            {
                await using var part = File.OpenRead(file);
                await part.CopyToAsync(all, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(outages, await place.ReplayAsync("concatenated", [whole]));
        Assert.Equal(RouteViewsArchive.AllElems, await place.SqlAsync("concatenated", "SELECT count() FROM bgp_elems"));
    }

    static void AssertConfirmed(IReadOnlyList<SlowReference.Verdict> verdicts, int outages, int least)
    {
        Assert.Equal(outages, verdicts.Count);

        // The other way: what most peers carried when it opened is not reported.
        Assert.Equal("", string.Join('\n', verdicts.Where(verdict => verdict.GoneWhenOpened <= 0.5)));

        // The others come and go while they are open, or were lost while the collector was silent.
        var confirmed = verdicts.Count(verdict => verdict.IsConfirmed);
        Assert.True(confirmed >= least, $"{confirmed} of {verdicts.Count} outages are confirmed");
    }
}
