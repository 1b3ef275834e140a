using StreamWatch.Domain.Routing;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class RoundTripTests
{
    [Fact]
    public async Task Every_column_of_an_elem_comes_back_as_it_went_in()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("all columns"), TestContext.Current.CancellationToken);
        using var block = new ElemBlock { Collector = "route-views2" };
        block.Append(new ElemRow
        {
            ReceivedAtMicroseconds = 1_203_500_000_123_456,
            PeerAsn = 4_200_000_001,
            PeerAddress = RouteAddress.From(System.Net.IPAddress.Parse("2001:db8::1")),
            Type = ElemType.RibEntry,
            Prefix = Prefix.Parse("2001:db8:ff00::/40"),
            Safi = 2,
            PathId = 7,
            AsPath = "4200000001 {3,4}"u8,
            OriginAsns = [3, 4],
            Origin = 2,
            NextHop = RouteAddress.From(System.Net.IPAddress.Parse("2001:db8::2")),
            Med = 0,
            LocalPref = 4_000_000_000,
            Communities = [0, 1, 0, 2, 0xFF, 0xFF, 0xFF, 1],
            ExtendedCommunities = [0, 2, 0, 1, 0, 0, 0, 5],
            LargeCommunities = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3],
            AtomicAggregate = true,
            AggregatorAsn = 64512,
            AggregatorAddress = RouteAddress.IPv4(0xC0000201),
            OnlyToCustomer = 65000,
        });
        block.Append(new ElemRow
        {
            ReceivedAtMicroseconds = 1_203_500_001_000_000,
            PeerAsn = 1,
            PeerAddress = RouteAddress.IPv4(0xC0000201),
            Type = ElemType.Withdrawal,
            Prefix = Prefix.Parse("175.45.176.0/24"),
        });
        Assert.True(await store.WriteAsync(source, new OffsetRange(0, 100), block, TestContext.Current.CancellationToken));

        Assert.Equal(
            string.Join('\t',
                "2008-02-20 09:33:20.123456", "route-views2", "4200000001", "2001:db8::1", "rib", "2001:db8:ff00::/40", "6", "2", "7", "4200000001 {3,4}",
                "[4200000001,3,4]", "[3,4]", "3", "incomplete", "2001:db8::2", "0", "4000000000", "['1:2','65535:65281']", "[562954248388613]", "[(1,2,3)]",
                "true", "64512", "::ffff:192.0.2.1", "65000", source.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "0")
            + "\n"
            + string.Join('\t',
                "2008-02-20 09:33:21.000000", "route-views2", "1", "::ffff:192.0.2.1", "withdraw", "175.45.176.0/24", "4", "1", "0", "",
                "[]", "[]", "0", "none", "::", "\\N", "\\N", "[]", "[]", "[]", "false", "0", "::", "0",
                source.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "0"),
            await store.TextAsync(
                """
                SELECT received_at, collector, peer_asn, peer_address, elem_type, prefix, family, safi, path_id, as_path, as_path_asns, origin_asns, origin_asn,
                  origin, next_hop, med, local_pref, communities_text, extended_communities, large_communities, atomic_aggregate, aggregator_asn,
                  aggregator_address, only_to_customer, source_id, block
                FROM {db}.bgp_elems ORDER BY received_at
                """));
    }

    [Fact]
    public async Task Bins_are_shown_one_by_one_and_of_an_outage_the_last_revision()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var run = await store.Ledger.RegisterAsync(Numbered.Source("run") with { Kind = SourceKind.Run }, TestContext.Current.CancellationToken);
        using var bins = new AsnBinBlock { RunId = "r1" };
        bins.Append(new AsnBinRow
        {
            BinStart = 1_203_498_000, BinSeconds = 300, Bins = 3, Asn = 131279, Family = AddressFamily.IPv4, Basis = StoredBasis.Learned, State = StoredBinState.Critical,
            Visibility = 0.25f, SpaceBlocks = 4, Seen25 = 3, Seen50 = 2, Seen75 = 1, Seen100 = 0, OriginChanged = 0.5f, ViewsUsable = 39, ViewsKnown = 40,
        });
        using var outages = new OutageBlock();
        var first = new OutageRow
        {
            Id = "asn:131279:1203498000", Revision = 1, IncidentId = "i1", EntityType = 2, Entity = "131279", Basis = StoredBasis.Learned, Family = 4, Severity = 2, State = 1,
            OnsetAtMilliseconds = 1_203_498_000_000, DetectedAtMilliseconds = 1_203_498_600_000, MinVisibility = 0.25f, Baseline = 1, SpaceBlocks = 4, ViewsUsable = 39,
            BinSeconds = 300, EvidenceStartMilliseconds = 1_203_497_700_000, EvidenceEndMilliseconds = 1_203_498_900_000, Ruleset = 1, RunId = "r1",
        };
        outages.Append(first);
        outages.Append(first with { Revision = 2, State = 2, RecoveredAtMilliseconds = 1_203_501_600_000, ParentId = "p" });
        await store.WriteAsync(run, new OffsetRange(0, 1), bins, TestContext.Current.CancellationToken);
        await store.WriteAsync(run, new OffsetRange(0, 1), outages, TestContext.Current.CancellationToken);

        Assert.Equal(
            "2008-02-20 09:00:00\tcritical\t0.25\t\\N\n2008-02-20 09:05:00\tcritical\t0.25\t\\N\n2008-02-20 09:10:00\tcritical\t0.25\t\\N",
            await store.TextAsync("SELECT bin_start, state, visibility, baseline FROM {db}.v_asn_visibility WHERE asn = 131279 ORDER BY bin_start"));
        Assert.Equal(
            "asn\t131279\tipv4\tlearned\tcritical\trecovered\t2008-02-20 09:00:00.000\t2008-02-20 10:00:00.000\t3600\t600\tp\t2",
            await store.TextAsync(
                "SELECT entity_type, entity, family, basis, severity, state, onset_at, recovered_at, duration_seconds, detection_seconds, parent_id, revision FROM {db}.v_outages"));
        Assert.Equal("2008-02-01\t1\t1\t0\t1\t60\t1", await store.TextAsync(
            "SELECT month, outages, entities, still_open, outage_hours, median_minutes, longest_hours FROM {db}.v_outage_trends_monthly"));
    }

    [Fact]
    public async Task Peer_states_and_rejected_records_come_back_as_they_went_in()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var source = await store.Ledger.RegisterAsync(Numbered.Source("others"), TestContext.Current.CancellationToken);
        using var states = new PeerStateBlock { Collector = "rrc00" };
        states.Append(new PeerStateRow
        {
            ReceivedAtMicroseconds = 1_203_500_000_000_000, PeerAsn = 65001, PeerAddress = RouteAddress.IPv4(0x0A000001), OldState = PeerState.Established, NewState = PeerState.Idle,
        });
        using var rejected = new RejectedRecordBlock();
        rejected.Append(new RejectedRecordRow { Source = "updates.gz", Offset = 5_000_000_000, Reason = "cut", Bytes = new byte[100] });
        rejected.Append(new RejectedRecordRow { Source = "updates.gz", Offset = 5_000_000_001, Reason = "cut", Bytes = [0xDE, 0xAD], ReceivedAtMicroseconds = 1 });
        await store.WriteAsync(source, new OffsetRange(0, 9), states, TestContext.Current.CancellationToken);
        await store.WriteAsync(source, new OffsetRange(0, 9), rejected, TestContext.Current.CancellationToken);

        Assert.Equal(
            "2008-02-20 09:33:20.000000\trrc00\t65001\t::ffff:10.0.0.1\testablished\tidle",
            await store.TextAsync("SELECT received_at, collector, peer_asn, peer_address, old_state, new_state FROM {db}.peer_states"));
        Assert.Equal(
            "updates.gz\t5000000000\tcut\t64\t\\N\nupdates.gz\t5000000001\tcut\t2\t1970-01-01 00:00:00.000001",
            await store.TextAsync("SELECT source, offset, reason, length(first_bytes), received_at FROM {db}.rejected_records ORDER BY offset"));
    }
}
