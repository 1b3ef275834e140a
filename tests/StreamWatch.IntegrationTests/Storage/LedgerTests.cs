using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class LedgerTests
{
    const string Count = "SELECT count(), uniqExact(prefix_address) FROM {db}.bgp_elems";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_block_is_stored_once_and_a_later_process_knows_it()
    {
        await using var place = TestStore.New();
        await using (var store = await place.OpenAsync())
        {
            var source = await store.Ledger.RegisterAsync(Numbered.Source("a"), Token);
            Assert.Equal(0, source.StoredUpTo(StoredTable.Elems));
            Assert.True(await store.WriteAsync(source, new OffsetRange(0, 50), Numbered.Elems(0, 10), Token));
            Assert.False(await store.WriteAsync(source, new OffsetRange(0, 50), Numbered.Elems(0, 10), Token));
            Assert.Same(source, await store.Ledger.RegisterAsync(Numbered.Source("a") with { Name = "renamed" }, Token));
        }

        await using (var store = await place.OpenAsync())
        {
            var source = await store.Ledger.RegisterAsync(Numbered.Source("a") with { Name = "renamed" }, Token);
            Assert.Equal(50, source.StoredUpTo(StoredTable.Elems));
            Assert.Equal(0, source.StoredUpTo(StoredTable.PeerStates));
            Assert.False(await store.WriteAsync(source, new OffsetRange(0, 20), Numbered.Elems(0, 5), Token));
            await Assert.ThrowsAsync<StorageException>(() => store.WriteAsync(source, new OffsetRange(40, 60), Numbered.Elems(8, 12), Token));
            await Assert.ThrowsAsync<StorageException>(() => store.WriteAsync(source, new OffsetRange(60, 60), Numbered.Elems(8, 12), Token));

            // Cut differently than before, and a piece without elems in between.
            using var empty = new ElemBlock();
            Assert.True(await store.WriteAsync(source, new OffsetRange(50, 70), empty, Token));
            Assert.True(await store.WriteAsync(source, new OffsetRange(70, 71), Numbered.Elems(10, 25), Token));
            Assert.Equal("25\t25", await store.TextAsync(Count));
        }
    }

    [Theory]
    [InlineData("ledger.intent", false)]
    [InlineData("ledger.intent", true)]
    [InlineData("insert.bgp_elems", false)]
    [InlineData("insert.bgp_elems", true)]
    [InlineData("ledger.stored", false)]
    [InlineData("ledger.stored", true)]
    public async Task A_connection_that_breaks_anywhere_loses_nothing_and_doubles_nothing(string statement, bool behind)
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();

        // The same process tries again ...
        using (var faulty = new FaultyClickHouse(store.ClickHouse, statement, behind))
        using (var ledger = new Ledger(faulty, store.Database, TimeProvider.System))
        {
            var source = await ledger.RegisterAsync(Numbered.Source("retried"), Token);
            Assert.True(await ledger.WriteAsync(source, new OffsetRange(0, 10), Numbered.Elems(0, 10), Token));
            Assert.True(faulty.HasBroken);
            Assert.True(await ledger.WriteAsync(source, new OffsetRange(10, 20), Numbered.Elems(10, 20), Token));
        }

        Assert.Equal("20\t20", await store.TextAsync(Count));

        // ... and one that gave up is followed by another.
        using (var faulty = new FaultyClickHouse(store.ClickHouse, statement, behind))
        using (var ledger = new Ledger(faulty, store.Database, TimeProvider.System))
        using (var stop = new CancellationTokenSource())
        {
            var source = await ledger.RegisterAsync(Numbered.Source("given up"), Token);
            var writing = ledger.WriteAsync(source, new OffsetRange(0, 10), Numbered.Elems(20, 30), stop.Token);
            while (!faulty.HasBroken)
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        }

        using (var ledger = new Ledger(store.ClickHouse, store.Database, TimeProvider.System))
        {
            var source = await ledger.RegisterAsync(Numbered.Source("given up"), Token);
            Assert.NotEqual(source.IsStored(StoredTable.Elems, new OffsetRange(0, 10)), await ledger.WriteAsync(source, new OffsetRange(0, 10), Numbered.Elems(20, 30), Token));
        }

        Assert.Equal("30\t30", await store.TextAsync(Count));
    }

    [Fact]
    public async Task A_failure_that_passes_is_told_and_so_is_its_end_and_one_that_does_not_pass_ends_at_once()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        using var faulty = new FaultyClickHouse(store.ClickHouse, "insert.bgp_elems", behind: false);
        var told = new List<string?>();
        using var ledger = new Ledger(faulty, store.Database, TimeProvider.System) { Trouble = failure => told.Add(failure?.Statement) };
        var source = await ledger.RegisterAsync(Numbered.Source("told"), Token);
        Assert.True(await ledger.WriteAsync(source, new OffsetRange(0, 10), Numbered.Elems(0, 10), Token));
        Assert.Equal(["insert.bgp_elems", null], told);

        told.Clear();
        await store.TextAsync("DROP TABLE {db}.bgp_elems");
        var refused = await Assert.ThrowsAsync<ClickHouseServerException>(() => ledger.WriteAsync(source, new OffsetRange(10, 20), Numbered.Elems(10, 20), Token));
        Assert.Equal(60, refused.Code);
        Assert.Empty(told);
    }

    [Theory]
    [InlineData("ledger.intent", true, 30, 30)]
    [InlineData("insert.bgp_elems", false, 30, 30)]
    [InlineData("insert.bgp_elems", true, 30, 40)]
    [InlineData("ledger.stored", false, 40, 40)]
    public async Task After_a_failure_the_rest_may_be_cut_otherwise_by_the_same_process_and_by_another(string statement, bool behind, int atLeast, int atMost)
    {
        foreach (var isSame in new[] { true, false })
        {
            await using var place = TestStore.New();
            await using var store = await place.OpenAsync();
            using var first = new Ledger(store.ClickHouse, store.Database, TimeProvider.System);
            var before = await first.RegisterAsync(Numbered.Source("cut"), Token);
            for (var i = 0; i < 3; i++)
            {
                Assert.True(await first.WriteAsync(before, new OffsetRange(i * 10, (i + 1) * 10), Numbered.Elems(i * 10, (i + 1) * 10), Token));
            }

            // The fourth block fails, and nobody knows what became of it.
            using var faulty = new FaultyClickHouse(store.ClickHouse, statement, behind);
            using var ledger = new Ledger(faulty, store.Database, TimeProvider.System);
            using var stop = new CancellationTokenSource();
            var source = await ledger.RegisterAsync(Numbered.Source("cut"), Token);
            Assert.Equal(30, source.StoredUpTo(StoredTable.Elems));
            var writing = ledger.WriteAsync(source, new OffsetRange(30, 40), Numbered.Elems(30, 40), stop.Token);
            while (!faulty.HasBroken)
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);

            using var another = new Ledger(store.ClickHouse, store.Database, TimeProvider.System);
            var goesOn = isSame ? ledger : another;
            source = isSame ? source : await another.RegisterAsync(Numbered.Source("cut"), Token);
            await goesOn.SettleAsync(source, Token);
            var storedUpTo = (int)source.StoredUpTo(StoredTable.Elems);
            Assert.True(storedUpTo == atLeast || storedUpTo == atMost, $"stored up to {storedUpTo}");
            Assert.True(await goesOn.WriteAsync(source, new OffsetRange(storedUpTo, 55), Numbered.Elems(storedUpTo, 55), Token));
            Assert.Equal("55\t55", await store.TextAsync(Count));
        }
    }

    [Fact]
    public async Task Of_a_block_that_is_there_in_part_the_rest_is_not_lost()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();

        // One elem a day for 60 days: several monthly parts, of which one is lost before the ledger hears of the block.
        using (var faulty = new FaultyClickHouse(store.ClickHouse, "ledger.stored", behind: false))
        using (var ledger = new Ledger(faulty, store.Database, TimeProvider.System))
        using (var stop = new CancellationTokenSource())
        {
            var source = await ledger.RegisterAsync(Numbered.Source("months"), Token);
            var writing = ledger.WriteAsync(source, new OffsetRange(0, 60), Numbered.Elems(0, 60, 86400), stop.Token);
            while (!faulty.HasBroken)
            {
                await Task.Yield();
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        }

        await store.TextAsync("ALTER TABLE {db}.bgp_elems DROP PARTITION 200803");
        Assert.NotEqual("60\t60", await store.TextAsync(Count));

        using (var ledger = new Ledger(store.ClickHouse, store.Database, TimeProvider.System))
        {
            var source = await ledger.RegisterAsync(Numbered.Source("months"), Token);
            Assert.Equal(0, source.StoredUpTo(StoredTable.Elems));
            Assert.True(await ledger.WriteAsync(source, new OffsetRange(0, 60), Numbered.Elems(0, 60, 86400), Token));
        }

        Assert.Equal("60\t60", await store.TextAsync(Count));
    }

    [Fact]
    public async Task What_the_background_writer_took_is_stored_and_its_failure_is_told()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("background"), Token);
        await using (var writer = store.StartWriter(bulk: true))
        {
            for (var i = 0; i < 10; i++)
            {
                await writer.EnqueueAsync(source, new OffsetRange(i, i + 1), Numbered.Elems(i * 100, (i + 1) * 100), Token);
            }

            await writer.CompleteAsync();
            Assert.Equal(1000, writer.RowsStored);
        }

        Assert.Equal("1000\t1000", await store.TextAsync(Count));

        await using (var writer = store.StartWriter())
        {
            // Overlaps what is stored: a mistake of the caller, told at the next call.
            await writer.EnqueueAsync(source, new OffsetRange(5, 20), Numbered.Elems(0, 1), Token);
            await Assert.ThrowsAsync<StorageException>(writer.CompleteAsync);
            await Assert.ThrowsAsync<StorageException>(() => writer.EnqueueAsync(source, new OffsetRange(20, 21), Numbered.Elems(0, 1), Token).AsTask());
        }
    }
}
