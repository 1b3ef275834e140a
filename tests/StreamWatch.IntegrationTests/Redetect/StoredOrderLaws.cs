using System.Globalization;
using StreamWatch.Domain.Routing;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Reading;
using Xunit;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary>What a peer said at one instant is read back in the order in which it said it, however it was stored, merged and cut.</summary>
public sealed class StoredOrderLaws
{
    const long MicrosPerSecond = 1_000_000;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_peer_says_comes_back_in_its_order_and_once()
    {
        using var place = ReplayPlace.New();
        var words = new WordsOfPeers(seed: 4, records: 700);
        await File.WriteAllBytesAsync(place.At("updates"), words.Bytes.ToArray(), Token);
        await File.WriteAllBytesAsync(place.At("copy"), [.. words.Bytes, .. KeepAlive()], Token);
        await place.ReplayAsync("data", [place.At("updates")]);
        await AssertAllAsync(place, words, [4, 30, 1_000_000]);

        // The same records in another file, and everything merged: it is heard no oftener, but for the tables, which say the same twice.
        await place.ReplayAsync("data", [place.At("copy")]);
        words.Said.RemoveAll(said => said.Word.StartsWith("RibEntry", StringComparison.Ordinal));
        await AssertAllAsync(place, words, [30, 1_000_000]);
        await using (var store = await OpenAsync(place))
        {
            await store.ClickHouse.ExecuteAsync(new Statement("test.merge", $"OPTIMIZE TABLE {store.Database}.bgp_elems FINAL"), Token);
        }

        await AssertAllAsync(place, words, [1_000_000]);
    }

    static async Task AssertAllAsync(ReplayPlace place, WordsOfPeers words, int[] rowsAtOnces)
    {
        var tables = words.Said.Exists(said => said.Word.StartsWith("RibEntry", StringComparison.Ordinal));
        await using var store = await OpenAsync(place);
        foreach (var rowsAtOnce in rowsAtOnces)
        {
            var rows = await ReadAsync(new RouteReader(store.ClickHouse, store.Database, rowsAtOnce));
            Assert.Equal(rows.Select(row => row.ReceivedAtMicros).Order(), rows.Select(row => row.ReceivedAtMicros));
            Assert.Equal(
                words.TableEnds.Select(seconds => seconds * MicrosPerSecond),
                rows.Where(row => row.Kind == RouteEventKind.RibEnd).Select(row => row.ReceivedAtMicros).Distinct());
            foreach (var peer in words.Said.Select(said => said.Peer).Distinct())
            {
                foreach (var prefix in words.Said.Select(said => said.Prefix).Distinct())
                {
                    var expected = words.Said.Where(said => said.Peer == peer && (said.Prefix.Length == 0 || said.Prefix == prefix))
                        .OrderBy(said => said.Seconds).Select(said => $"{said.Seconds} {said.Word} {said.Prefix}");
                    Assert.Equal(expected, rows.Where(row => row.PeerAsn == peer && IsOf(row, prefix) && (tables || row.Kind != RouteEventKind.RibEntry)).Select(Text));
                }
            }
        }
    }

    static bool IsOf(RouteRow row, string prefix) => row.Kind != RouteEventKind.RibEnd && (row.Prefix == default || row.Prefix.ToString() == prefix);

    static string Text(RouteRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.ReceivedAtMicros / MicrosPerSecond} {row.Kind?.ToString() ?? "none"} {(row.OriginSet is { } set ? string.Join(',', set) : row.Origin.ToString(CultureInfo.InvariantCulture))} {(row.Prefix == default ? "" : row.Prefix.ToString())}");

    static Task<StreamWatchStore> OpenAsync(ReplayPlace place) =>
        StreamWatchStore.OpenAsync(new StoreOptions { DataDirectory = place.At("data"), Purpose = "test", Time = TimeProvider.System }, Token);

    static async Task<List<RouteRow>> ReadAsync(RouteReader reader)
    {
        var rows = new List<RouteRow>();
        await foreach (var row in reader.ReadAsync(0, 4_000_000_000 * MicrosPerSecond, Token))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>A record that says nothing, so that a copy is another file.</summary>
    static byte[] KeepAlive()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        new StreamWatch.Bgp.Mrt.Writing.MrtWriter(bytes).WriteRecord(WordsOfPeers.Start, StreamWatch.Bgp.Mrt.MrtType.Bgp4MpEt, 99, new byte[8]);
        return bytes.WrittenSpan.ToArray();
    }
}
