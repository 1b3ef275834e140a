using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>The same records give the same outages, in whatever order, folders and files they come.</summary>
public sealed class InputOrderTests
{
    [Theory]
    [InlineData("own-outages", true)]
    [InlineData("learned", false)]
    public async Task Order_of_paths_and_cut_of_files_change_no_outage(string scenario, bool gzip)
    {
        using var place = ReplayPlace.New();
        var set = SimulatedFiles.Make(place, scenario, seed: 1);
        var shuffled = await place.ReplayAsync("data-shuffled", Shuffled(set.Files, 7));
        Assert.NotEmpty(shuffled);
        Assert.Equal(shuffled, await place.ReplayAsync("data-whole", [set.Concatenate(place, "whole", gzip)]));
    }

    [Theory]
    [Trait("Tier", "long")]
    [InlineData("own-outages")]
    [InlineData("learned")]
    [InlineData("demo")]
    [InlineData("resets-without-states")]
    [InlineData("table-transfer")]
    public async Task Any_order_any_folder_and_any_packing_change_no_outage(string scenario)
    {
        using var place = ReplayPlace.New();
        var set = SimulatedFiles.Make(place, scenario, seed: 2);
        var folder = await place.ReplayAsync("data-folder", [set.Folder.FullName]);
        for (var seed = 1; seed <= 3; seed++)
        {
            Assert.Equal(folder, await place.ReplayAsync($"data-{seed}", Shuffled(set.Files, seed)));
        }

        Assert.Equal(folder, await place.ReplayAsync("data-plain", [set.Concatenate(place, "plain", gzip: false)]));
        Assert.Equal(folder, await place.ReplayAsync("data-gzip", [set.Concatenate(place, "gzip", gzip: true)]));
    }

    static string[] Shuffled(IEnumerable<string> paths, int seed)
    {
        var shuffled = paths.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
