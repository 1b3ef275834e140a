-- Availability and trends of targets and ASNs for people, from the roll-ups alone: ten years of 20 targets from 3 vantage points by month take 0.5 s
-- (measured: 218 k rows of target_rollup_daily, 73 k of verdict_rollup_daily).
--
-- Several runs may have judged the same time: a replay after a live watch, say. No time is counted twice: of an hour or day that
-- run counts which saw the most of it, of several such the one that started last; and then, in this order, every run whose time
-- does not overlap with what counts already, as where one run followed another.

CREATE OR REPLACE VIEW streamwatch.v_target_verdicts_hourly
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file',
  hour DateTime('UTC') COMMENT 'Start of the hour, UTC',
  up_minutes Float64 COMMENT 'Time it served, minutes; this and the next four outside of planned work',
  degraded_minutes Float64 COMMENT 'Time it served with loss or delay far above its usual, minutes',
  failing_minutes Float64 COMMENT 'Time in which the host answered and the service did not, minutes',
  down_minutes Float64 COMMENT 'Time in which nothing answered, minutes',
  unknown_minutes Float64 COMMENT 'Time in which nobody healthy looked, minutes',
  maintenance_minutes Float64 COMMENT 'Time of planned work, minutes',
  run_ids Array(String) COMMENT 'Runs that say so'
)
AS SELECT
  target, hour,
  arraySum(run -> run.6, counted) / 60 AS up_minutes, arraySum(run -> run.7, counted) / 60 AS degraded_minutes,
  arraySum(run -> run.8, counted) / 60 AS failing_minutes, arraySum(run -> run.9, counted) / 60 AS down_minutes,
  arraySum(run -> run.10, counted) / 60 AS unknown_minutes, arraySum(run -> run.11, counted) / 60 AS maintenance_minutes,
  arrayMap(run -> run.3, counted) AS run_ids
FROM
(
  SELECT
    target, hour,
    arrayReverseSort(groupArray((
      up + degraded + failing + down + unknown + maintenance, started.started_at, toString(by_run.run_id), first, end,
      up, degraded, failing, down, unknown, maintenance))) AS runs,
    if(
      length(runs) = 1, runs,
      arrayFold(
        (before, run) -> if(arrayExists(other -> other.4 < run.5 AND run.4 < other.5, before), before, arrayPushBack(before, run)),
        runs, arrayResize(runs, 0))) AS counted
  FROM
  (
    SELECT
      target, hour, run_id, min(first_at) AS first, max(end_at) AS end, sum(up_seconds) AS up, sum(degraded_seconds) AS degraded,
      sum(failing_seconds) AS failing, sum(down_seconds) AS down, sum(unknown_seconds) AS unknown, sum(maintenance_seconds) AS maintenance
    FROM streamwatch.verdict_rollup_hourly
    GROUP BY target, hour, run_id
  ) AS by_run
  LEFT JOIN (SELECT run_id, max(runs.started_at) AS started_at FROM streamwatch.runs GROUP BY run_id) AS started ON started.run_id = by_run.run_id
  GROUP BY target, hour
);

CREATE OR REPLACE VIEW streamwatch.v_target_verdicts_daily
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file',
  day Date COMMENT 'Day, UTC',
  up_minutes Float64 COMMENT 'Time it served, minutes; this and the next four outside of planned work',
  degraded_minutes Float64 COMMENT 'Time it served with loss or delay far above its usual, minutes',
  failing_minutes Float64 COMMENT 'Time in which the host answered and the service did not, minutes',
  down_minutes Float64 COMMENT 'Time in which nothing answered, minutes',
  unknown_minutes Float64 COMMENT 'Time in which nobody healthy looked, minutes',
  maintenance_minutes Float64 COMMENT 'Time of planned work, minutes',
  run_ids Array(String) COMMENT 'Runs that say so'
)
AS SELECT
  target, day,
  arraySum(run -> run.6, counted) / 60 AS up_minutes, arraySum(run -> run.7, counted) / 60 AS degraded_minutes,
  arraySum(run -> run.8, counted) / 60 AS failing_minutes, arraySum(run -> run.9, counted) / 60 AS down_minutes,
  arraySum(run -> run.10, counted) / 60 AS unknown_minutes, arraySum(run -> run.11, counted) / 60 AS maintenance_minutes,
  arrayMap(run -> run.3, counted) AS run_ids
FROM
(
  SELECT
    target, day,
    arrayReverseSort(groupArray((
      up + degraded + failing + down + unknown + maintenance, started.started_at, toString(by_run.run_id), first, end,
      up, degraded, failing, down, unknown, maintenance))) AS runs,
    if(
      length(runs) = 1, runs,
      arrayFold(
        (before, run) -> if(arrayExists(other -> other.4 < run.5 AND run.4 < other.5, before), before, arrayPushBack(before, run)),
        runs, arrayResize(runs, 0))) AS counted
  FROM
  (
    SELECT
      target, day, run_id, min(first_at) AS first, max(end_at) AS end, sum(up_seconds) AS up, sum(degraded_seconds) AS degraded,
      sum(failing_seconds) AS failing, sum(down_seconds) AS down, sum(unknown_seconds) AS unknown, sum(maintenance_seconds) AS maintenance
    FROM streamwatch.verdict_rollup_daily
    GROUP BY target, day, run_id
  ) AS by_run
  LEFT JOIN (SELECT run_id, max(runs.started_at) AS started_at FROM streamwatch.runs GROUP BY run_id) AS started ON started.run_id = by_run.run_id
  GROUP BY target, day
);

CREATE OR REPLACE VIEW streamwatch.v_target_availability_hourly
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file',
  kind Nullable(String) COMMENT 'What it is to its users: web, mail, dns, router, host; null where no probe was made',
  hour DateTime('UTC') COMMENT 'Start of the hour, UTC',
  availability Nullable(Float64) COMMENT 'Share of the probes that the service answered, of those that say something of the target, 0 to 1; null where none does',
  downtime_minutes Float64 COMMENT 'Time in which it was failing or down, outside of planned work, minutes',
  up_minutes Float64 COMMENT 'Time it served, minutes; this and the next four outside of planned work',
  degraded_minutes Float64 COMMENT 'Time it served with loss or delay far above its usual, minutes',
  failing_minutes Float64 COMMENT 'Time in which the host answered and the service did not, minutes',
  down_minutes Float64 COMMENT 'Time in which nothing answered, minutes',
  unknown_minutes Float64 COMMENT 'Time in which nobody healthy looked, minutes',
  maintenance_minutes Float64 COMMENT 'Time of planned work, minutes',
  probes UInt64 COMMENT 'Probes from all vantage points',
  service UInt64 COMMENT 'Probes that the service answered',
  alive UInt64 COMMENT 'Probes that the host answered and the service did not',
  silent UInt64 COMMENT 'Probes that nothing answered',
  not_the_targets UInt64 COMMENT 'Probes that say nothing of the target: name resolution or our own host failed',
  rtt_median_ms Nullable(Float64) COMMENT 'Median time to an answer of the service, milliseconds, 1 % off at most; null where there was none',
  rtt_p90_ms Nullable(Float64) COMMENT 'Nine in ten answers of the service came in this time, milliseconds',
  rtt_p99_ms Nullable(Float64) COMMENT '99 in 100 answers of the service came in this time, milliseconds'
)
AS SELECT
  target, toString(max(part.kind)) AS kind, part.hour AS hour,
  if(service + alive + silent = 0, NULL, service / (service + alive + silent)) AS availability,
  failing_minutes + down_minutes AS downtime_minutes,
  sum(part.up_minutes) AS up_minutes, sum(part.degraded_minutes) AS degraded_minutes, sum(part.failing_minutes) AS failing_minutes,
  sum(part.down_minutes) AS down_minutes, sum(part.unknown_minutes) AS unknown_minutes, sum(part.maintenance_minutes) AS maintenance_minutes,
  sum(part.probes) AS probes, sum(part.service) AS service, sum(part.alive) AS alive, sum(part.silent) AS silent, sum(part.not_the_targets) AS not_the_targets,
  arrayMap(ms -> if(isNaN(ms), NULL, ms), quantilesDDMerge(0.01, 0.5, 0.9, 0.99)(part.rtt)) AS rtts,
  rtts[1] AS rtt_median_ms, rtts[2] AS rtt_p90_ms, rtts[3] AS rtt_p99_ms
FROM
(
  SELECT
    target, toNullable(kind) AS kind, hour AS hour, probes, service, alive, silent, not_the_targets, rtt,
    0 AS up_minutes, 0 AS degraded_minutes, 0 AS failing_minutes, 0 AS down_minutes, 0 AS unknown_minutes, 0 AS maintenance_minutes
  FROM streamwatch.target_rollup_hourly
  UNION ALL
  SELECT
    target, NULL, hour, 0, 0, 0, 0, 0, arrayReduce('quantilesDDState(0.01, 0.5, 0.9, 0.99)', CAST([], 'Array(Nullable(Float32))')),
    up_minutes, degraded_minutes, failing_minutes, down_minutes, unknown_minutes, maintenance_minutes
  FROM streamwatch.v_target_verdicts_hourly
) AS part
GROUP BY target, part.hour;

CREATE OR REPLACE VIEW streamwatch.v_target_availability_daily
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file',
  kind Nullable(String) COMMENT 'What it is to its users: web, mail, dns, router, host; null where no probe was made',
  day Date COMMENT 'Day, UTC',
  availability Nullable(Float64) COMMENT 'Share of the probes that the service answered, of those that say something of the target, 0 to 1; null where none does',
  downtime_minutes Float64 COMMENT 'Time in which it was failing or down, outside of planned work, minutes',
  up_minutes Float64 COMMENT 'Time it served, minutes; this and the next four outside of planned work',
  degraded_minutes Float64 COMMENT 'Time it served with loss or delay far above its usual, minutes',
  failing_minutes Float64 COMMENT 'Time in which the host answered and the service did not, minutes',
  down_minutes Float64 COMMENT 'Time in which nothing answered, minutes',
  unknown_minutes Float64 COMMENT 'Time in which nobody healthy looked, minutes',
  maintenance_minutes Float64 COMMENT 'Time of planned work, minutes',
  probes UInt64 COMMENT 'Probes from all vantage points',
  service UInt64 COMMENT 'Probes that the service answered',
  alive UInt64 COMMENT 'Probes that the host answered and the service did not',
  silent UInt64 COMMENT 'Probes that nothing answered',
  not_the_targets UInt64 COMMENT 'Probes that say nothing of the target: name resolution or our own host failed',
  rtt_median_ms Nullable(Float64) COMMENT 'Median time to an answer of the service, milliseconds, 1 % off at most; null where there was none',
  rtt_p90_ms Nullable(Float64) COMMENT 'Nine in ten answers of the service came in this time, milliseconds',
  rtt_p99_ms Nullable(Float64) COMMENT '99 in 100 answers of the service came in this time, milliseconds'
)
AS SELECT
  target, toString(max(part.kind)) AS kind, part.day AS day,
  if(service + alive + silent = 0, NULL, service / (service + alive + silent)) AS availability,
  failing_minutes + down_minutes AS downtime_minutes,
  sum(part.up_minutes) AS up_minutes, sum(part.degraded_minutes) AS degraded_minutes, sum(part.failing_minutes) AS failing_minutes,
  sum(part.down_minutes) AS down_minutes, sum(part.unknown_minutes) AS unknown_minutes, sum(part.maintenance_minutes) AS maintenance_minutes,
  sum(part.probes) AS probes, sum(part.service) AS service, sum(part.alive) AS alive, sum(part.silent) AS silent, sum(part.not_the_targets) AS not_the_targets,
  arrayMap(ms -> if(isNaN(ms), NULL, ms), quantilesDDMerge(0.01, 0.5, 0.9, 0.99)(part.rtt)) AS rtts,
  rtts[1] AS rtt_median_ms, rtts[2] AS rtt_p90_ms, rtts[3] AS rtt_p99_ms
FROM
(
  SELECT
    target, toNullable(kind) AS kind, day AS day, probes, service, alive, silent, not_the_targets, rtt,
    0 AS up_minutes, 0 AS degraded_minutes, 0 AS failing_minutes, 0 AS down_minutes, 0 AS unknown_minutes, 0 AS maintenance_minutes
  FROM streamwatch.target_rollup_daily
  UNION ALL
  SELECT
    target, NULL, day, 0, 0, 0, 0, 0, arrayReduce('quantilesDDState(0.01, 0.5, 0.9, 0.99)', CAST([], 'Array(Nullable(Float32))')),
    up_minutes, degraded_minutes, failing_minutes, down_minutes, unknown_minutes, maintenance_minutes
  FROM streamwatch.v_target_verdicts_daily
) AS part
GROUP BY target, part.day;

CREATE OR REPLACE VIEW streamwatch.v_target_trends_monthly
(
  target LowCardinality(String) COMMENT 'Target: its name in the watch file',
  kind Nullable(String) COMMENT 'What it is to its users: web, mail, dns, router, host; null where no probe was made',
  month Date COMMENT 'First day of the month, UTC',
  availability Nullable(Float64) COMMENT 'Share of the probes that the service answered, of those that say something of the target, 0 to 1; null where none does',
  downtime_minutes Float64 COMMENT 'Time in which it was failing or down, outside of planned work, minutes',
  up_minutes Float64 COMMENT 'Time it served, minutes; this and the next four outside of planned work',
  degraded_minutes Float64 COMMENT 'Time it served with loss or delay far above its usual, minutes',
  failing_minutes Float64 COMMENT 'Time in which the host answered and the service did not, minutes',
  down_minutes Float64 COMMENT 'Time in which nothing answered, minutes',
  unknown_minutes Float64 COMMENT 'Time in which nobody healthy looked, minutes',
  maintenance_minutes Float64 COMMENT 'Time of planned work, minutes',
  probes UInt64 COMMENT 'Probes from all vantage points',
  service UInt64 COMMENT 'Probes that the service answered',
  alive UInt64 COMMENT 'Probes that the host answered and the service did not',
  silent UInt64 COMMENT 'Probes that nothing answered',
  not_the_targets UInt64 COMMENT 'Probes that say nothing of the target: name resolution or our own host failed',
  rtt_median_ms Nullable(Float64) COMMENT 'Median time to an answer of the service, milliseconds, 1 % off at most; null where there was none',
  rtt_p90_ms Nullable(Float64) COMMENT 'Nine in ten answers of the service came in this time, milliseconds',
  rtt_p99_ms Nullable(Float64) COMMENT '99 in 100 answers of the service came in this time, milliseconds'
)
AS SELECT
  target, toString(max(part.kind)) AS kind, part.month AS month,
  if(service + alive + silent = 0, NULL, service / (service + alive + silent)) AS availability,
  failing_minutes + down_minutes AS downtime_minutes,
  sum(part.up_minutes) AS up_minutes, sum(part.degraded_minutes) AS degraded_minutes, sum(part.failing_minutes) AS failing_minutes,
  sum(part.down_minutes) AS down_minutes, sum(part.unknown_minutes) AS unknown_minutes, sum(part.maintenance_minutes) AS maintenance_minutes,
  sum(part.probes) AS probes, sum(part.service) AS service, sum(part.alive) AS alive, sum(part.silent) AS silent, sum(part.not_the_targets) AS not_the_targets,
  arrayMap(ms -> if(isNaN(ms), NULL, ms), quantilesDDMerge(0.01, 0.5, 0.9, 0.99)(part.rtt)) AS rtts,
  rtts[1] AS rtt_median_ms, rtts[2] AS rtt_p90_ms, rtts[3] AS rtt_p99_ms
FROM
(
  SELECT
    target, toNullable(kind) AS kind, toStartOfMonth(day) AS month, probes, service, alive, silent, not_the_targets, rtt,
    0 AS up_minutes, 0 AS degraded_minutes, 0 AS failing_minutes, 0 AS down_minutes, 0 AS unknown_minutes, 0 AS maintenance_minutes
  FROM streamwatch.target_rollup_daily
  UNION ALL
  SELECT
    target, NULL, toStartOfMonth(day) AS month, 0, 0, 0, 0, 0, arrayReduce('quantilesDDState(0.01, 0.5, 0.9, 0.99)', CAST([], 'Array(Nullable(Float32))')),
    sum(said.up_minutes), sum(said.degraded_minutes), sum(said.failing_minutes), sum(said.down_minutes), sum(said.unknown_minutes), sum(said.maintenance_minutes)
  FROM streamwatch.v_target_verdicts_daily AS said
  GROUP BY target, month
) AS part
GROUP BY target, part.month;

CREATE OR REPLACE VIEW streamwatch.v_asn_visibility_daily
(
  asn UInt32 COMMENT 'Origin ASN',
  family Enum8('ipv4' = 4, 'ipv6' = 6) COMMENT 'Address family of the space',
  day Date COMMENT 'Day, UTC',
  mean_visibility Nullable(Float64) COMMENT 'Mean visibility over the time it was known for, 0 to 1; null where it never was',
  min_visibility Nullable(Float32) COMMENT 'Least visibility while known, 0 to 1; null where it never was',
  known_minutes Float64 COMMENT 'Time in which enough views could be asked, minutes',
  unknown_minutes Float64 COMMENT 'Time in which too few views could be asked, minutes',
  warning_minutes Float64 COMMENT 'Time under 99 % of the baseline, minutes',
  partial_minutes Float64 COMMENT 'Time under 90 % of the baseline, minutes',
  critical_minutes Float64 COMMENT 'Time under 50 % of the baseline, minutes',
  max_origin_changed Nullable(Float32) COMMENT 'Greatest share of the space under another origin, 0 to 1; null where nothing was known',
  max_space_blocks UInt32 COMMENT 'Largest address space, in /24s (IPv4) or /48s (IPv6)',
  run_ids Array(String) COMMENT 'Runs that say so'
)
AS SELECT
  asn, family, day,
  if(known_minutes = 0, NULL, arraySum(run -> run.7, counted) / (known_minutes * 60)) AS mean_visibility,
  arrayReduce('min', arrayMap(run -> run.8, counted)) AS min_visibility,
  arraySum(run -> run.6, counted) / 60 AS known_minutes, arraySum(run -> run.9, counted) / 60 AS unknown_minutes,
  arraySum(run -> run.10, counted) / 60 AS warning_minutes, arraySum(run -> run.11, counted) / 60 AS partial_minutes,
  arraySum(run -> run.12, counted) / 60 AS critical_minutes,
  arrayReduce('max', arrayMap(run -> run.13, counted)) AS max_origin_changed, arrayMax(run -> run.14, counted) AS max_space_blocks,
  arrayMap(run -> run.3, counted) AS run_ids
FROM
(
  SELECT
    asn, family, day,
    arrayReverseSort(run -> (run.1, run.2, run.3), groupArray((
      known + unknown, started.started_at, toString(by_run.run_id), first, end,
      known, visibility, least, unknown, warning, partial, critical, changed, blocks))) AS runs,
    if(
      length(runs) = 1, runs,
      arrayFold(
        (before, run) -> if(arrayExists(other -> other.4 < run.5 AND run.4 < other.5, before), before, arrayPushBack(before, run)),
        runs, arrayResize(runs, 0))) AS counted
  FROM
  (
    SELECT
      asn, family, day, run_id, min(first_at) AS first, max(end_at) AS end,
      sum(warm_up_seconds + normal_seconds + warning_seconds + partial_seconds + critical_seconds) AS known, sum(visibility_seconds) AS visibility,
      min(min_visibility) AS least, sum(unknown_seconds) AS unknown, sum(warning_seconds) AS warning, sum(partial_seconds) AS partial,
      sum(critical_seconds) AS critical, max(max_origin_changed) AS changed, max(max_space_blocks) AS blocks
    FROM streamwatch.asn_rollup_daily
    GROUP BY asn, family, day, run_id
  ) AS by_run
  LEFT JOIN (SELECT run_id, max(runs.started_at) AS started_at FROM streamwatch.runs GROUP BY run_id) AS started ON started.run_id = by_run.run_id
  GROUP BY asn, family, day
);
