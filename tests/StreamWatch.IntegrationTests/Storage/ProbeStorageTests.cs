using StreamWatch.Domain.Probing;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Reading;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class ProbeStorageTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_and_heartbeats_come_back_in_order_of_time_as_they_went_in()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("probes"), Token);

        // Later ones first, so that the order is not that of storing.
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(500, 1000, 97), Token);
        await store.WriteAsync(source, new OffsetRange(1, 2), NumberedProbes.Results(0, 500, 97), Token);
        using var heartbeats = new HeartbeatBlock();
        for (var i = 99; i >= 0; i--)
        {
            heartbeats.Append(new HeartbeatRow(NumberedProbes.Heartbeat(i).Vantage, NumberedProbes.Heartbeat(i).AtNanos));
        }

        await store.WriteAsync(source, new OffsetRange(0, 1), heartbeats, Token);

        var expected = Enumerable.Range(0, 1000).Select(i => NumberedProbes.Result(i, 97)).ToList();
        foreach (var rowsAtOnce in new[] { 1, 90, 1_000_000 })
        {
            var reader = new MeasurementReader(store.ClickHouse, store.Database, rowsAtOnce);
            Assert.Equal(expected, await ListAsync(reader.ProbeResultsAsync(0, InstantText.Last, Token)));

            // Half open, to the nanosecond.
            Assert.Equal(expected[100..300], await ListAsync(reader.ProbeResultsAsync(expected[100].StartedAtNanos, expected[300].StartedAtNanos, Token)));
            Assert.Equal(expected[101..301], await ListAsync(reader.ProbeResultsAsync(expected[100].StartedAtNanos + 1, expected[300].StartedAtNanos + 1, Token)));
        }

        Assert.Equal(
            Enumerable.Range(20, 60).Select(NumberedProbes.Heartbeat),
            await ListAsync(store.Measurements.HeartbeatsAsync(NumberedProbes.Heartbeat(20).AtNanos, NumberedProbes.Heartbeat(80).AtNanos, Token)));
        Assert.Empty(await ListAsync(store.Measurements.HeartbeatsAsync(0, 1, Token)));

        // Of one vantage point alone, and from where on it has no more than so many.
        Assert.Equal(expected.Where(result => result.Vantage == "v1"), await ListAsync(store.Measurements.ProbeResultsAsync("v1", 0, InstantText.Last, Token)));
        Assert.Equal(
            Enumerable.Range(0, 100).Select(NumberedProbes.Heartbeat).Where(heartbeat => heartbeat.Vantage == "v1"),
            await ListAsync(store.Measurements.HeartbeatsAsync("v1", 0, InstantText.Last, Token)));
        Assert.InRange(await store.Measurements.StartOfLastAsync("v1", 0, InstantText.Last, 10, Token), expected[967].StartedAtNanos + 1, expected[970].StartedAtNanos);
        Assert.InRange(await store.Measurements.StartOfLastAsync("v1", 0, expected[700].StartedAtNanos, 10, Token), expected[667].StartedAtNanos + 1, expected[670].StartedAtNanos);
        Assert.Equal(7, await store.Measurements.StartOfLastAsync("v1", 7, InstantText.Last, 1000, Token));
        Assert.Equal(7, await store.Measurements.StartOfLastAsync("nobody", 7, InstantText.Last, 1, Token));
    }

    [Fact]
    public async Task In_sql_a_result_reads_by_its_words()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("words"), Token);
        await store.WriteAsync(source, new OffsetRange(0, 1), NumberedProbes.Results(0, 120, 97), Token);

        var expected = Enumerable.Range(0, 120).Select(i => NumberedProbes.Result(i, 97)).Select(result =>
            $"{result.Kind.Name()}\t{result.Protocol.Name()}\t{result.Outcome.Name()}\t{Words(result.Class)}");
        Assert.Equal(
            string.Join('\n', expected),
            await store.TextAsync("SELECT kind, protocol, outcome, class FROM {db}.probe_results ORDER BY started_at"));
        Assert.Equal(
            "v1\tt1\t2001:db8::1\t2022-01-30 00:01:37.000000001\t\\N\ttimeout\tlocal: no buffer space",
            await store.TextAsync("SELECT vantage, target, address, started_at, rtt_ms, outcome, detail FROM {db}.probe_results ORDER BY started_at LIMIT 1, 1"));
        Assert.Equal("::\n::ffff:175.45.176.2", await store.TextAsync(
            "SELECT address FROM {db}.probe_results WHERE started_at < '2022-01-30 00:04:00' AND target != 't1' ORDER BY started_at"));
    }

    [Fact]
    public async Task A_bin_of_a_target_comes_back_as_it_went_in()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var run = await store.Ledger.RegisterAsync(Numbered.Source("run") with { Kind = SourceKind.Run }, Token);
        await store.WriteAsync(run, new OffsetRange(0, 1), NumberedProbes.Bins("r1", 10, 12), Token);

        var source = run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            $"2022-01-30 00:02:00\t60\tt0\tfailing\tfalse\t6\t1\t2\t3\t1\t4\t5\t2\t\\N\tr1\t{source}\t0\n"
            + $"2022-01-30 00:02:00\t60\tt1\tdown\ttrue\t6\t1\t2\t3\t1\t4\t5\t2\t11\tr1\t{source}\t0",
            await store.TextAsync("SELECT * FROM {db}.target_bins ORDER BY target"));
    }

    static string Words(OutcomeClass value) => value == OutcomeClass.NotTheTargets ? "not_the_targets" : value.ToString().ToLowerInvariant();

    static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> rows)
    {
        var list = new List<T>();
        await foreach (var row in rows.WithCancellation(Token))
        {
            list.Add(row);
        }

        return list;
    }
}
