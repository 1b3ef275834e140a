using StreamWatch.App.Redetect;
using StreamWatch.App.Replay;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Watching;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Simulation;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using Xunit;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary>What a replay has stored decides as the files did: every bin, every outage, every word on it, to the last digit that is kept.</summary>
public sealed class StoredDetectionLaws(RouteViewsArchive archive) : IClassFixture<RouteViewsArchive>
{
    static readonly string[] Tables =
        ["asn_bins", "target_bins", "outages FINAL", "v_outage_phases", "v_outage_causes", "v_outage_targets"];

    public static TheoryData<string, int> All => new(
        ScenarioRegistry.All.SelectMany(scenario => Enumerable.Range(1, 2).Select(seed => new TheoryDataRow<string, int>(scenario.Name, seed))));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cable-cut", 3)]
    [InlineData("resets-with-states", 1)]
    public Task What_is_stored_decides_as_the_files_did(string scenario, int seed) => JudgeAsync(scenario, seed);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(All))]
    public Task What_is_stored_decides_as_the_files_did_in_every_scenario(string scenario, int seed) => JudgeAsync(scenario, seed);

    [Fact]
    [Trait("Tier", "long")]
    public async Task What_is_stored_of_a_real_route_collector_decides_as_its_files_did()
    {
        var (place, outages) = await archive.ReplayedAsync();
        Assert.Equal(231, outages.Count);
        Assert.StartsWith("Nothing changed: 0 new, 0 gone, 0 changed, 231 the same\n", await place.RedetectAllAsync(RouteViewsArchive.Data), StringComparison.Ordinal);
        await CompareAsync(place, RouteViewsArchive.Data, WatchList.Empty);
    }

    static async Task JudgeAsync(string scenario, int seed)
    {
        using var place = ReplayPlace.New();
        var set = LabelledSet.Make(place, scenario, seed);
        await set.ReplayAsync("data");
        var faults = new List<string>();
        await CompareAsync(place, "data", set.Watch is { } file ? WatchFile.Load(file, faults) : WatchList.Empty);
        Assert.Empty(faults);
    }

    /// <summary>Detects from what one store holds, keeps what is found in another, and compares the two.</summary>
    static async Task CompareAsync(ReplayPlace place, string data, WatchList watch)
    {
        var options = new RedetectOptions
        {
            From = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            To = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Watch = watch,
            Detection = new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns },
        };
        await using (var source = await OpenAsync(place, data))
        {
            await using var copy = await OpenAsync(place, data + "-again");
            var run = await copy.Ledger.RegisterAsync(new SourceDescription(SourceKind.Run, new string('a', 64), "again"), Token);
            await using var writer = copy.StartWriter();
            var results = new ResultWriter(writer, run, "again", options.Detection, options.Probing.TargetBin);
            var detection = new StoredDetection(source.History, options, results);
            await detection.ReadAsync(options.From, options.To, _ => false, Token);
            results.Complete();
            await writer.CompleteAsync();
            Assert.Equal(0, detection.Engine.LateEvents);
        }

        Assert.Equal(await ChecksumsAsync(place, data), await ChecksumsAsync(place, data + "-again"));
    }

    static Task<StreamWatchStore> OpenAsync(ReplayPlace place, string data) =>
        StreamWatchStore.OpenAsync(new StoreOptions { DataDirectory = place.At(data), Purpose = "test", Time = TimeProvider.System }, Token);

    static Task<string> ChecksumsAsync(ReplayPlace place, string data)
    {
        var parts = Tables.Select(table => $"SELECT '{table}' AS name, count() AS rows, sum(cityHash64(toString(tuple(*)))) AS checksum FROM (SELECT * EXCEPT ('^(source_id|block|run_id)$') FROM {table})");
        return place.SqlAsync(data, $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) ORDER BY name");
    }
}
