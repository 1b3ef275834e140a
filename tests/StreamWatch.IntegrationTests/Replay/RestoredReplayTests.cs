using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

public sealed class RestoredReplayTests
{
    [Fact]
    public async Task After_a_restore_a_replay_of_the_same_files_gives_the_same_outages_and_stores_nothing_twice()
    {
        using var place = ReplayPlace.New();
        var files = SimulatedFiles.Make(place, "own-outages", seed: 3);
        var outages = await place.ReplayAsync("data", [files.Folder.FullName]);
        var rows = await RowsAsync(place, "data");
        Assert.Equal(0, (await Storage.Program.RunAsync("backup", "--data", place.At("data"), "--to", place.At("backup.tar"))).Code);
        Assert.Equal(0, (await Storage.Program.RunAsync("restore", "--data", place.At("restored"), "--from", place.At("backup.tar"))).Code);
        Assert.Equal(rows, await RowsAsync(place, "restored"));

        Assert.Equal(outages, await place.ReplayAsync("restored", [files.Folder.FullName]));
        Assert.Equal(rows, await RowsAsync(place, "restored"));
    }

    static Task<string> RowsAsync(ReplayPlace place, string data) => place.SqlAsync(
        data,
        """
        SELECT (SELECT count() FROM bgp_elems), (SELECT sum(cityHash64(*)) FROM bgp_elems), (SELECT count() FROM peer_states), (SELECT sum(bins) FROM asn_bins),
          (SELECT sum(bins) FROM asn_rollup_daily), (SELECT count() FROM outages FINAL), (SELECT count() FROM ledger), (SELECT count() FROM sources FINAL)
        """);
}
