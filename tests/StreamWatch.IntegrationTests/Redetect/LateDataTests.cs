using System.IO.Compression;
using StreamWatch.IntegrationTests.Replay;
using Xunit;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary>What came too late for those who decided first is used when it is detected again.</summary>
public sealed class LateDataTests
{
    [Fact]
    public async Task What_was_replayed_in_parts_becomes_what_one_replay_of_everything_gives()
    {
        using var place = ReplayPlace.New();
        var set = LabelledSet.Make(place, "cable-cut", seed: 3);
        var first = set.Files("probes").Where(file => Path.GetFileName(file).StartsWith("v1.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(first);
        await set.ReplayAsync("whole");
        var whole = await StoredOutages.FactsAsync(place, "whole");

        // One vantage point with the routes, and later the others by themselves: neither part knows of the other.
        await set.ReplayAsync("parts", set.Files("collectors"), first);
        await set.ReplayAsync("parts", set.Files("probes").Except(first));
        Assert.NotEqual(whole, await StoredOutages.FactsAsync(place, "parts"));

        Assert.DoesNotContain("Nothing changed", await place.RedetectAllAsync("parts"), StringComparison.Ordinal);
        Assert.Contains("Written as redetect-", await place.RedetectAllAsync("parts", "--apply"), StringComparison.Ordinal);
        Assert.Equal(whole, await StoredOutages.FactsAsync(place, "parts"));
        await AssertSettledAsync(place, "parts");
    }

    [Theory]
    [Trait("Tier", "long")]
    [InlineData("own-outages")]
    [InlineData("founding")]
    public async Task One_route_collector_after_another_becomes_what_all_together_give(string scenario)
    {
        using var place = ReplayPlace.New();
        var set = LabelledSet.Make(place, scenario, seed: 3);
        await set.ReplayAsync("whole");
        var collectors = set.Files("collectors").GroupBy(Path.GetDirectoryName).Select(files => files.ToList()).ToList();
        Assert.True(collectors.Count > 1, "a set of several route collectors is needed");
        await set.ReplayAsync("parts", collectors[0]);
        await set.ReplayAsync("parts", collectors.Skip(1).SelectMany(files => files), set.Files("probes"));
        await place.RedetectAllAsync("parts", "--apply");
        Assert.Equal(await StoredOutages.FactsAsync(place, "whole"), await StoredOutages.FactsAsync(place, "parts"));
        await AssertSettledAsync(place, "parts");
    }

    [Fact]
    public async Task The_same_measurements_in_other_files_change_nothing()
    {
        using var place = ReplayPlace.New();
        var set = LabelledSet.Make(place, "power-loss", seed: 1);
        await set.ReplayAsync("data");
        var stored = await StoredOutages.FactsAsync(place, "data");

        // Packed otherwise they have other bytes, and so they are other sources.
        var copies = Directory.CreateDirectory(place.At("copies")).FullName;
        foreach (var file in set.Files("collectors").Concat(set.Files("probes")))
        {
            await RepackAsync(set.Folder, file, copies);
        }

        await place.ReplayAsync("data", [copies], set.Watch);
        Assert.Equal("2", await place.SqlAsync("data", "SELECT max(times) FROM (SELECT count() AS times FROM probe_results GROUP BY vantage, target, started_at)"));
        Assert.StartsWith("Nothing changed", await place.RedetectAllAsync("data"), StringComparison.Ordinal);
        Assert.Equal(stored, await StoredOutages.FactsAsync(place, "data"));
    }

    /// <summary>Writing what was found a second time finds nothing to write.</summary>
    static async Task AssertSettledAsync(ReplayPlace place, string data)
    {
        var rows = await place.SqlAsync(data, "SELECT count(), max(revision) FROM outages FINAL");
        var again = await place.RedetectAllAsync(data, "--apply");
        Assert.StartsWith("Nothing changed", again, StringComparison.Ordinal);
        Assert.EndsWith("Nothing to write.\n", again, StringComparison.Ordinal);
        Assert.Equal(rows, await place.SqlAsync(data, "SELECT count(), max(revision) FROM outages FINAL"));
    }

    /// <summary>A copy of a file with the same content: packed where it is plain, plain where it is packed.</summary>
    static async Task RepackAsync(string folder, string file, string copies)
    {
        const string Packed = ".gz";
        var isPacked = file.EndsWith(Packed, StringComparison.Ordinal);
        var target = Path.Combine(copies, Path.GetRelativePath(folder, isPacked ? file[..^Packed.Length] : file + Packed));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var source = File.OpenRead(file);
        await using var copy = File.Create(target);
        await using var pack = isPacked ? new GZipStream(source, CompressionMode.Decompress) : new GZipStream(copy, CompressionMode.Compress);
        await (isPacked ? pack : (Stream)source).CopyToAsync(isPacked ? copy : pack);
    }
}
