using StreamWatch.Storage.Retentions;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.Tests.Storage.Retentions;

public sealed class RetentionPolicyTests
{
    [Fact]
    public void Measurements_are_kept_a_quarter_bins_two_years_and_sums_for_ever_unless_asked_otherwise()
    {
        var faults = new List<string>();
        var policy = RetentionPolicy.Read(["bgp_elems=30d", "asn_bins=10y", "probe_results=forever", "asn_rollup_daily=20y"], faults);
        Assert.Empty(faults);
        Assert.Equal(30, Days(policy, "bgp_elems"));
        Assert.Equal(3650, Days(policy, "asn_bins"));
        Assert.Null(Days(policy, "probe_results"));
        Assert.Equal(7300, Days(policy, "asn_rollup_daily"));
        Assert.Equal(90, Days(policy, "heartbeats"));
        Assert.Equal(730, Days(policy, "target_bins"));
        Assert.Null(Days(policy, "target_rollup_daily"));
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var faults = new List<string>();
        RetentionPolicy.Read(["outages=90d", "bgp_elems", "bgp_elems=6d", "asn_bins=101y", "heartbeats=90 d", "peer_states=9d", "peer_states=9d", "target_bins=999999999999d", "asn_bins=-1d"], faults);
        Assert.Equal(8, faults.Count);
        Assert.Contains("outages", faults[0], StringComparison.Ordinal);
        Assert.Contains("twice", faults[5], StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_ledger_feeds_ends_or_is_kept_by_name()
    {
        string[] kept = ["source_marks", "outages", "outage_phases", "outage_causes", "outage_targets"];
        Assert.Equal(StoredTable.All.Select(table => table.Name).Except(kept).Order(), RetainedTable.All.Select(table => table.Name).Where(name => !name.Contains("rollup", StringComparison.Ordinal)).Order());
    }

    static int? Days(RetentionPolicy policy, string table) => policy.DaysOf(RetainedTable.Named(table)!);
}
