-- Roll-ups, so that ten years of trends answer at once. Each is fed by a view of its own, block by block as its source is. A kill between the two leaves them
-- apart: Rollups (src/StreamWatch.Storage/Rollups) finds such days and builds them anew from the source. What retention takes from the
-- sources stays in the roll-ups.
-- Times to the answer are kept as DDSketch: 1 % off at most, the same however it is merged, and 23 bytes an hour of 60 probes where a t-digest takes 196 (measured).

CREATE TABLE IF NOT EXISTS streamwatch.target_rollup_hourly
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file' CODEC(ZSTD(1)),
  kind Enum8('web' = 1, 'mail' = 2, 'dns' = 3, 'router' = 4, 'host' = 5) COMMENT 'What the target is to its users' CODEC(ZSTD(1)),
  vantage LowCardinality(String) COMMENT 'Vantage point that the probes left from' CODEC(ZSTD(1)),
  hour DateTime('UTC') COMMENT 'Start of the hour in which the probes began, UTC' CODEC(Delta, ZSTD(1)),
  probes SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes' CODEC(ZSTD(1)),
  service SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that the service answered' CODEC(ZSTD(1)),
  alive SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that the host answered and the service did not' CODEC(ZSTD(1)),
  silent SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that nothing answered' CODEC(ZSTD(1)),
  not_the_targets SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that say nothing of the target: name resolution or our own host failed' CODEC(ZSTD(1)),
  outcomes SimpleAggregateFunction(sumMap, Map(String, UInt64)) COMMENT 'Probes by outcome' CODEC(ZSTD(1)),
  rtt AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.99), Nullable(Float32)) COMMENT 'Times to an answer of the service, milliseconds: read with quantilesDDMerge(0.01, 0.5, 0.9, 0.99)(rtt)' CODEC(ZSTD(1)),
  rtt_min_ms SimpleAggregateFunction(min, Nullable(Float32)) COMMENT 'Least time to an answer of the service, milliseconds; null where there was none' CODEC(ZSTD(1)),
  rtt_max_ms SimpleAggregateFunction(max, Nullable(Float32)) COMMENT 'Greatest time to an answer of the service, milliseconds; null where there was none' CODEC(ZSTD(1)),
  first_at SimpleAggregateFunction(min, DateTime64(9, 'UTC')) COMMENT 'When the first of the probes began, UTC' CODEC(ZSTD(1)),
  last_at SimpleAggregateFunction(max, DateTime64(9, 'UTC')) COMMENT 'When the last of the probes began, UTC' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (target, hour, vantage, kind)
COMMENT 'Probe results by target, vantage point and hour';

CREATE MATERIALIZED VIEW IF NOT EXISTS streamwatch.target_rollup_hourly_feed TO streamwatch.target_rollup_hourly
(
  target LowCardinality(String) COMMENT 'As in target_rollup_hourly',
  kind Enum8('web' = 1, 'mail' = 2, 'dns' = 3, 'router' = 4, 'host' = 5) COMMENT 'As in target_rollup_hourly',
  vantage LowCardinality(String) COMMENT 'As in target_rollup_hourly',
  hour DateTime('UTC') COMMENT 'As in target_rollup_hourly',
  probes UInt64 COMMENT 'As in target_rollup_hourly',
  service UInt64 COMMENT 'As in target_rollup_hourly',
  alive UInt64 COMMENT 'As in target_rollup_hourly',
  silent UInt64 COMMENT 'As in target_rollup_hourly',
  not_the_targets UInt64 COMMENT 'As in target_rollup_hourly',
  outcomes Map(String, UInt64) COMMENT 'As in target_rollup_hourly',
  rtt AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.99), Nullable(Float32)) COMMENT 'As in target_rollup_hourly',
  rtt_min_ms Nullable(Float32) COMMENT 'As in target_rollup_hourly',
  rtt_max_ms Nullable(Float32) COMMENT 'As in target_rollup_hourly',
  first_at DateTime64(9, 'UTC') COMMENT 'As in target_rollup_hourly',
  last_at DateTime64(9, 'UTC') COMMENT 'As in target_rollup_hourly'
)
AS SELECT
  target, kind, vantage, toStartOfHour(started_at) AS hour,
  count() AS probes, countIf(class = 'service') AS service, countIf(class = 'alive') AS alive, countIf(class = 'silent') AS silent,
  countIf(class = 'not_the_targets') AS not_the_targets,
  sumMap(map(toString(outcome), toUInt64(1))) AS outcomes,
  quantilesDDState(0.01, 0.5, 0.9, 0.99)(if(class = 'service', rtt_ms, NULL)) AS rtt,
  minIf(rtt_ms, class = 'service') AS rtt_min_ms, maxIf(rtt_ms, class = 'service') AS rtt_max_ms,
  min(started_at) AS first_at, max(started_at) AS last_at
FROM streamwatch.probe_results
GROUP BY target, kind, vantage, hour;

CREATE TABLE IF NOT EXISTS streamwatch.target_rollup_daily
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file' CODEC(ZSTD(1)),
  kind Enum8('web' = 1, 'mail' = 2, 'dns' = 3, 'router' = 4, 'host' = 5) COMMENT 'What the target is to its users' CODEC(ZSTD(1)),
  vantage LowCardinality(String) COMMENT 'Vantage point that the probes left from' CODEC(ZSTD(1)),
  day Date COMMENT 'Day on which the probes began, UTC' CODEC(Delta, ZSTD(1)),
  probes SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes' CODEC(ZSTD(1)),
  service SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that the service answered' CODEC(ZSTD(1)),
  alive SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that the host answered and the service did not' CODEC(ZSTD(1)),
  silent SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that nothing answered' CODEC(ZSTD(1)),
  not_the_targets SimpleAggregateFunction(sum, UInt64) COMMENT 'Probes that say nothing of the target: name resolution or our own host failed' CODEC(ZSTD(1)),
  outcomes SimpleAggregateFunction(sumMap, Map(String, UInt64)) COMMENT 'Probes by outcome' CODEC(ZSTD(1)),
  rtt AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.99), Nullable(Float32)) COMMENT 'Times to an answer of the service, milliseconds: read with quantilesDDMerge(0.01, 0.5, 0.9, 0.99)(rtt)' CODEC(ZSTD(1)),
  rtt_min_ms SimpleAggregateFunction(min, Nullable(Float32)) COMMENT 'Least time to an answer of the service, milliseconds; null where there was none' CODEC(ZSTD(1)),
  rtt_max_ms SimpleAggregateFunction(max, Nullable(Float32)) COMMENT 'Greatest time to an answer of the service, milliseconds; null where there was none' CODEC(ZSTD(1)),
  first_at SimpleAggregateFunction(min, DateTime64(9, 'UTC')) COMMENT 'When the first of the probes began, UTC' CODEC(ZSTD(1)),
  last_at SimpleAggregateFunction(max, DateTime64(9, 'UTC')) COMMENT 'When the last of the probes began, UTC' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (target, day, vantage, kind)
COMMENT 'Probe results by target, vantage point and day';

CREATE MATERIALIZED VIEW IF NOT EXISTS streamwatch.target_rollup_daily_feed TO streamwatch.target_rollup_daily
(
  target LowCardinality(String) COMMENT 'As in target_rollup_daily',
  kind Enum8('web' = 1, 'mail' = 2, 'dns' = 3, 'router' = 4, 'host' = 5) COMMENT 'As in target_rollup_daily',
  vantage LowCardinality(String) COMMENT 'As in target_rollup_daily',
  day Date COMMENT 'As in target_rollup_daily',
  probes UInt64 COMMENT 'As in target_rollup_daily',
  service UInt64 COMMENT 'As in target_rollup_daily',
  alive UInt64 COMMENT 'As in target_rollup_daily',
  silent UInt64 COMMENT 'As in target_rollup_daily',
  not_the_targets UInt64 COMMENT 'As in target_rollup_daily',
  outcomes Map(String, UInt64) COMMENT 'As in target_rollup_daily',
  rtt AggregateFunction(quantilesDD(0.01, 0.5, 0.9, 0.99), Nullable(Float32)) COMMENT 'As in target_rollup_daily',
  rtt_min_ms Nullable(Float32) COMMENT 'As in target_rollup_daily',
  rtt_max_ms Nullable(Float32) COMMENT 'As in target_rollup_daily',
  first_at DateTime64(9, 'UTC') COMMENT 'As in target_rollup_daily',
  last_at DateTime64(9, 'UTC') COMMENT 'As in target_rollup_daily'
)
AS SELECT
  target, kind, vantage, toDate(started_at) AS day,
  count() AS probes, countIf(class = 'service') AS service, countIf(class = 'alive') AS alive, countIf(class = 'silent') AS silent,
  countIf(class = 'not_the_targets') AS not_the_targets,
  sumMap(map(toString(outcome), toUInt64(1))) AS outcomes,
  quantilesDDState(0.01, 0.5, 0.9, 0.99)(if(class = 'service', rtt_ms, NULL)) AS rtt,
  minIf(rtt_ms, class = 'service') AS rtt_min_ms, maxIf(rtt_ms, class = 'service') AS rtt_max_ms,
  min(started_at) AS first_at, max(started_at) AS last_at
FROM streamwatch.probe_results
GROUP BY target, kind, vantage, day;

CREATE TABLE IF NOT EXISTS streamwatch.verdict_rollup_hourly
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file' CODEC(ZSTD(1)),
  hour DateTime('UTC') COMMENT 'Start of the hour in which the bins began, UTC' CODEC(Delta, ZSTD(1)),
  run_id LowCardinality(String) COMMENT 'Run that computed the bins, see runs' CODEC(ZSTD(1)),
  bins SimpleAggregateFunction(sum, UInt64) COMMENT 'Bins' CODEC(ZSTD(1)),
  up_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  degraded_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  failing_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  down_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  unknown_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  maintenance_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time of planned work, whatever the verdict, seconds' CODEC(ZSTD(1)),
  first_at SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'Start of the first bin, UTC' CODEC(ZSTD(1)),
  end_at SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'End of the last bin (exclusive), UTC' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (target, hour, run_id)
COMMENT 'Verdicts on targets by hour, for every run over it; v_target_verdicts_hourly counts no time twice';

CREATE MATERIALIZED VIEW IF NOT EXISTS streamwatch.verdict_rollup_hourly_feed TO streamwatch.verdict_rollup_hourly
(
  target LowCardinality(String) COMMENT 'As in verdict_rollup_hourly',
  hour DateTime('UTC') COMMENT 'As in verdict_rollup_hourly',
  run_id LowCardinality(String) COMMENT 'As in verdict_rollup_hourly',
  bins UInt64 COMMENT 'As in verdict_rollup_hourly',
  up_seconds UInt64 COMMENT 'As in verdict_rollup_hourly',
  degraded_seconds UInt64 COMMENT 'As in verdict_rollup_hourly',
  failing_seconds UInt64 COMMENT 'As in verdict_rollup_hourly',
  down_seconds UInt64 COMMENT 'As in verdict_rollup_hourly',
  unknown_seconds UInt64 COMMENT 'As in verdict_rollup_hourly',
  maintenance_seconds UInt64 COMMENT 'As in verdict_rollup_hourly',
  first_at DateTime('UTC') COMMENT 'As in verdict_rollup_hourly',
  end_at DateTime('UTC') COMMENT 'As in verdict_rollup_hourly'
)
AS SELECT
  target, toStartOfHour(bin_start) AS hour, run_id,
  count() AS bins,
  sumIf(toUInt64(bin_seconds), verdict = 'up' AND NOT in_maintenance) AS up_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'degraded' AND NOT in_maintenance) AS degraded_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'failing' AND NOT in_maintenance) AS failing_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'down' AND NOT in_maintenance) AS down_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'unknown' AND NOT in_maintenance) AS unknown_seconds,
  sumIf(toUInt64(bin_seconds), in_maintenance) AS maintenance_seconds,
  min(bin_start) AS first_at, max(bin_start + toIntervalSecond(bin_seconds)) AS end_at
FROM streamwatch.target_bins
GROUP BY target, hour, run_id;

CREATE TABLE IF NOT EXISTS streamwatch.verdict_rollup_daily
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file' CODEC(ZSTD(1)),
  day Date COMMENT 'Day on which the bins began, UTC' CODEC(Delta, ZSTD(1)),
  run_id LowCardinality(String) COMMENT 'Run that computed the bins, see runs' CODEC(ZSTD(1)),
  bins SimpleAggregateFunction(sum, UInt64) COMMENT 'Bins' CODEC(ZSTD(1)),
  up_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  degraded_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  failing_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  down_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  unknown_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time with this verdict outside of planned work, seconds' CODEC(ZSTD(1)),
  maintenance_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time of planned work, whatever the verdict, seconds' CODEC(ZSTD(1)),
  first_at SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'Start of the first bin, UTC' CODEC(ZSTD(1)),
  end_at SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'End of the last bin (exclusive), UTC' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (target, day, run_id)
COMMENT 'Verdicts on targets by day, for every run over it; v_target_verdicts_daily counts no time twice';

CREATE MATERIALIZED VIEW IF NOT EXISTS streamwatch.verdict_rollup_daily_feed TO streamwatch.verdict_rollup_daily
(
  target LowCardinality(String) COMMENT 'As in verdict_rollup_daily',
  day Date COMMENT 'As in verdict_rollup_daily',
  run_id LowCardinality(String) COMMENT 'As in verdict_rollup_daily',
  bins UInt64 COMMENT 'As in verdict_rollup_daily',
  up_seconds UInt64 COMMENT 'As in verdict_rollup_daily',
  degraded_seconds UInt64 COMMENT 'As in verdict_rollup_daily',
  failing_seconds UInt64 COMMENT 'As in verdict_rollup_daily',
  down_seconds UInt64 COMMENT 'As in verdict_rollup_daily',
  unknown_seconds UInt64 COMMENT 'As in verdict_rollup_daily',
  maintenance_seconds UInt64 COMMENT 'As in verdict_rollup_daily',
  first_at DateTime('UTC') COMMENT 'As in verdict_rollup_daily',
  end_at DateTime('UTC') COMMENT 'As in verdict_rollup_daily'
)
AS SELECT
  target, toDate(bin_start) AS day, run_id,
  count() AS bins,
  sumIf(toUInt64(bin_seconds), verdict = 'up' AND NOT in_maintenance) AS up_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'degraded' AND NOT in_maintenance) AS degraded_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'failing' AND NOT in_maintenance) AS failing_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'down' AND NOT in_maintenance) AS down_seconds,
  sumIf(toUInt64(bin_seconds), verdict = 'unknown' AND NOT in_maintenance) AS unknown_seconds,
  sumIf(toUInt64(bin_seconds), in_maintenance) AS maintenance_seconds,
  min(bin_start) AS first_at, max(bin_start + toIntervalSecond(bin_seconds)) AS end_at
FROM streamwatch.target_bins
GROUP BY target, day, run_id;

CREATE TABLE IF NOT EXISTS streamwatch.asn_rollup_daily
(
  asn UInt32 COMMENT 'Origin ASN' CODEC(ZSTD(1)),
  family Enum8('ipv4' = 4, 'ipv6' = 6) COMMENT 'Address family of the space' CODEC(ZSTD(1)),
  day Date COMMENT 'Day on which the bins began, UTC' CODEC(Delta, ZSTD(1)),
  basis Enum8('rib' = 1, 'learned' = 2) COMMENT 'rib: a table dump said who carried what; learned: known from updates alone' CODEC(ZSTD(1)),
  run_id LowCardinality(String) COMMENT 'Run that computed the bins, see runs' CODEC(ZSTD(1)),
  bins SimpleAggregateFunction(sum, UInt64) COMMENT 'Bins' CODEC(ZSTD(1)),
  unknown_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time in which too few views could be asked, seconds' CODEC(ZSTD(1)),
  warm_up_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time before there was a baseline, seconds' CODEC(ZSTD(1)),
  normal_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time at 99 % of the baseline or more, seconds' CODEC(ZSTD(1)),
  warning_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time under 99 % of the baseline, seconds' CODEC(ZSTD(1)),
  partial_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time under 90 % of the baseline, seconds' CODEC(ZSTD(1)),
  critical_seconds SimpleAggregateFunction(sum, UInt64) COMMENT 'Time under 50 % of the baseline, seconds' CODEC(ZSTD(1)),
  visibility_seconds SimpleAggregateFunction(sum, Float64) COMMENT 'Visibility (0 to 1) times the time it was known for, seconds' CODEC(ZSTD(1)),
  min_visibility SimpleAggregateFunction(min, Nullable(Float32)) COMMENT 'Least visibility while known, 0 to 1; null where it never was' CODEC(ZSTD(1)),
  max_origin_changed SimpleAggregateFunction(max, Nullable(Float32)) COMMENT 'Greatest share of the space under another origin while known, 0 to 1; null where it never was' CODEC(ZSTD(1)),
  max_space_blocks SimpleAggregateFunction(max, UInt32) COMMENT 'Largest address space, in /24s (IPv4) or /48s (IPv6)' CODEC(ZSTD(1)),
  first_at SimpleAggregateFunction(min, DateTime('UTC')) COMMENT 'Start of the first bin, UTC' CODEC(ZSTD(1)),
  end_at SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'End of the last bin (exclusive), UTC' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (asn, family, day, basis, run_id)
COMMENT 'Visibility of ASNs by day, for every run over it; v_asn_visibility_daily counts no time twice';

CREATE MATERIALIZED VIEW IF NOT EXISTS streamwatch.asn_rollup_daily_feed TO streamwatch.asn_rollup_daily
(
  asn UInt32 COMMENT 'As in asn_rollup_daily',
  family Enum8('ipv4' = 4, 'ipv6' = 6) COMMENT 'As in asn_rollup_daily',
  day Date COMMENT 'As in asn_rollup_daily',
  basis Enum8('rib' = 1, 'learned' = 2) COMMENT 'As in asn_rollup_daily',
  run_id LowCardinality(String) COMMENT 'As in asn_rollup_daily',
  bins UInt64 COMMENT 'As in asn_rollup_daily',
  unknown_seconds UInt64 COMMENT 'As in asn_rollup_daily',
  warm_up_seconds UInt64 COMMENT 'As in asn_rollup_daily',
  normal_seconds UInt64 COMMENT 'As in asn_rollup_daily',
  warning_seconds UInt64 COMMENT 'As in asn_rollup_daily',
  partial_seconds UInt64 COMMENT 'As in asn_rollup_daily',
  critical_seconds UInt64 COMMENT 'As in asn_rollup_daily',
  visibility_seconds Float64 COMMENT 'As in asn_rollup_daily',
  min_visibility Nullable(Float32) COMMENT 'As in asn_rollup_daily',
  max_origin_changed Nullable(Float32) COMMENT 'As in asn_rollup_daily',
  max_space_blocks UInt32 COMMENT 'As in asn_rollup_daily',
  first_at DateTime('UTC') COMMENT 'As in asn_rollup_daily',
  end_at DateTime('UTC') COMMENT 'As in asn_rollup_daily'
)
AS SELECT
  asn, family, toDate(bin_start) AS day, basis, run_id,
  sum(toUInt64(asn_bins.bins)) AS bins,
  sumIf(toUInt64(bin_seconds) * asn_bins.bins, state = 'unknown') AS unknown_seconds,
  sumIf(toUInt64(bin_seconds) * asn_bins.bins, state = 'warm_up') AS warm_up_seconds,
  sumIf(toUInt64(bin_seconds) * asn_bins.bins, state = 'normal') AS normal_seconds,
  sumIf(toUInt64(bin_seconds) * asn_bins.bins, state = 'warning') AS warning_seconds,
  sumIf(toUInt64(bin_seconds) * asn_bins.bins, state = 'partial') AS partial_seconds,
  sumIf(toUInt64(bin_seconds) * asn_bins.bins, state = 'critical') AS critical_seconds,
  sumIf(toFloat64(visibility) * bin_seconds * asn_bins.bins, state != 'unknown') AS visibility_seconds,
  minIf(toNullable(visibility), state != 'unknown') AS min_visibility, maxIf(toNullable(origin_changed), state != 'unknown') AS max_origin_changed,
  max(space_blocks) AS max_space_blocks,
  min(bin_start) AS first_at, max(bin_start + toIntervalSecond(bin_seconds * asn_bins.bins)) AS end_at
FROM streamwatch.asn_bins
GROUP BY asn, family, day, basis, run_id;
