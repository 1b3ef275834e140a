using System.Diagnostics;
using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>Whatever is killed and when, and however often a replay is run: everything is stored once.</summary>
public sealed class ExactlyOnceTests
{
    [Fact]
    public async Task A_replay_killed_three_times_stores_what_an_undisturbed_one_does()
    {
        using var place = ReplayPlace.New();
        var set = SimulatedFiles.Make(place, "own-outages", seed: 3);
        await CompareAsync(place, [set.Folder.FullName], 3, 11);
    }

    [Theory]
    [Trait("Tier", "long")]
    [InlineData("own-outages", false)]
    [InlineData("resets-with-states", true)]
    public async Task A_replay_killed_fifteen_times_stores_what_an_undisturbed_one_does(string scenario, bool concatenated)
    {
        using var place = ReplayPlace.New();
        var set = SimulatedFiles.Make(place, scenario, seed: 4);
        for (var series = 0; series < 3; series++)
        {
            await CompareAsync(place, [concatenated ? set.Concatenate(place, $"whole-{series}", gzip: true) : set.Folder.FullName], 5, series);
        }
    }

    static async Task CompareAsync(ReplayPlace place, string[] paths, int kills, int seed)
    {
        var started = Stopwatch.GetTimestamp();
        var outages = await place.ReplayAsync($"whole-data-{seed}", paths);
        var duration = Stopwatch.GetElapsedTime(started);
        var state = await StoredState.ReadAsync(place, $"whole-data-{seed}");
        Assert.DoesNotContain("bgp_elems\t0", state, StringComparison.Ordinal);

        var (data, output) = await KilledReplay.RunAsync(place, paths, kills, duration, seed);
        Assert.Equal(outages, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(state, await StoredState.ReadAsync(place, data));

        // Once more, over what is complete.
        Assert.Equal(outages, await place.ReplayAsync(data, paths));
        Assert.Equal(state, await StoredState.ReadAsync(place, data));
    }
}
