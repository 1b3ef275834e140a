using StreamWatch.Storage;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>Compares roll-ups with what their sources give, in every column and by SQL of its own.</summary>
static class RollupReading
{
    public static async Task AssertTrueAsync(StreamWatchStore store)
    {
        foreach (var (rollup, bucket, word) in new[] { ("target_rollup_hourly", "toStartOfHour(started_at)", "hour"), ("target_rollup_daily", "toDate(started_at)", "day") })
        {
            Assert.Equal(
                await store.TextAsync(
                    $$"""
                    SELECT target, kind, vantage, {{bucket}} AS bucket, count(), sum(class = 'service'), sum(class = 'alive'), sum(class = 'silent'), sum(class = 'not_the_targets'),
                      arraySort(groupArray(toString(outcome))), quantilesDD(0.01, 0.5, 0.9, 0.99)(if(class = 'service', rtt_ms, NULL)),
                      min(if(class = 'service', rtt_ms, NULL)), max(if(class = 'service', rtt_ms, NULL)), min(started_at), max(started_at)
                    FROM {db}.probe_results GROUP BY target, kind, vantage, bucket ORDER BY target, kind, vantage, bucket
                    """),
                await store.TextAsync(
                    $$"""
                    SELECT target, kind, vantage, {{word}}, sum(probes), sum(service), sum(alive), sum(silent), sum(not_the_targets),
                      arraySort(arrayFlatten(arrayMap(one -> arrayWithConstant(one.2, one.1), CAST(sumMap(outcomes), 'Array(Tuple(String, UInt64))')))), quantilesDDMerge(0.01, 0.5, 0.9, 0.99)(rtt),
                      min(rtt_min_ms), max(rtt_max_ms), min(first_at), max(last_at)
                    FROM {db}.{{rollup}} GROUP BY target, kind, vantage, {{word}} ORDER BY target, kind, vantage, {{word}}
                    """));
        }

        foreach (var (rollup, bucket, word) in new[] { ("verdict_rollup_hourly", "toStartOfHour(bin_start)", "hour"), ("verdict_rollup_daily", "toDate(bin_start)", "day") })
        {
            Assert.Equal(
                await store.TextAsync(
                    $$"""
                    SELECT target, {{bucket}} AS bucket, run_id, count(), sum(bin_seconds), sum(if(in_maintenance, bin_seconds, 0)), sum(if(verdict = 'down' AND NOT in_maintenance, bin_seconds, 0)),
                      sum(if(verdict = 'unknown' AND NOT in_maintenance, bin_seconds, 0)), min(bin_start), max(bin_start) + 60
                    FROM {db}.target_bins GROUP BY target, bucket, run_id ORDER BY target, bucket, run_id
                    """),
                await store.TextAsync(
                    $$"""
                    SELECT target, {{word}}, run_id, sum(bins), sum(up_seconds + degraded_seconds + failing_seconds + down_seconds + unknown_seconds + maintenance_seconds),
                      sum(maintenance_seconds), sum(down_seconds), sum(unknown_seconds), min(first_at), max(end_at)
                    FROM {db}.{{rollup}} GROUP BY target, {{word}}, run_id ORDER BY target, {{word}}, run_id
                    """));
        }

        Assert.Equal(
            await store.TextAsync(
                """
                SELECT asn, family, toDate(bin_start) AS day, basis, run_id, sum(b.bins), sum(bin_seconds * b.bins), sum(if(state = 'critical', bin_seconds * b.bins, 0)),
                  round(sum(if(state = 'unknown', 0, visibility * bin_seconds * b.bins)), 3), min(if(state = 'unknown', NULL, visibility)), max(space_blocks)
                FROM {db}.asn_bins AS b GROUP BY asn, family, day, basis, run_id ORDER BY asn, family, day, basis, run_id
                """),
            await store.TextAsync(
                """
                SELECT asn, family, day, basis, run_id, sum(bins), sum(unknown_seconds + warm_up_seconds + normal_seconds + warning_seconds + partial_seconds + critical_seconds), sum(critical_seconds),
                  round(sum(visibility_seconds), 3), min(min_visibility), max(max_space_blocks)
                FROM {db}.asn_rollup_daily GROUP BY asn, family, day, basis, run_id ORDER BY asn, family, day, basis, run_id
                """));
    }
}
