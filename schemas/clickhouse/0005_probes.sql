-- What the probes gave. The order of probe_results (target, time) and its codecs were chosen by measuring 20 targets x 3 vantage points x 30 days at
-- one probe a minute (2.6 M rows, times in ticks of 100 ns with half a second of jitter): 7.6 bytes a row after merges, 3.6 of them started_at and
-- 3.5 rtt_ms. Without Delta 11.0, without GCD 8.1, with the vantage point before the time 8.9. Gorilla, FPC and ZSTD(3) did not help rtt_ms.

CREATE TABLE IF NOT EXISTS streamwatch.probe_results
(
  vantage LowCardinality(String) COMMENT 'Vantage point that the probe left from: its name in the watch file' CODEC(ZSTD(1)),
  target LowCardinality(String) COMMENT 'Target: its name in the watch file' CODEC(ZSTD(1)),
  kind Enum8('web' = 1, 'mail' = 2, 'dns' = 3, 'router' = 4, 'host' = 5) COMMENT 'What the target is to its users' CODEC(ZSTD(1)),
  protocol Enum8('icmp' = 1, 'tcp' = 2, 'http' = 3, 'https' = 4, 'smtp' = 5, 'smtps' = 6, 'imap' = 7, 'imaps' = 8, 'dns' = 9, 'ntp' = 10) COMMENT 'What the probe spoke' CODEC(ZSTD(1)),
  address IPv6 COMMENT 'Address that was probed; IPv4 as ::ffff:a.b.c.d, :: where there was none, as after a failed resolution' CODEC(ZSTD(1)),
  started_at DateTime64(9, 'UTC') COMMENT 'When the attempt began: clock of the vantage point, UTC' CODEC(GCD, Delta, ZSTD(1)),
  rtt_ms Nullable(Float32) COMMENT 'Time to the answer, milliseconds; null when nothing came back' CODEC(ZSTD(1)),
  outcome Enum8('ok' = 1, 'timeout' = 2, 'connection_refused' = 3, 'connection_reset' = 4, 'host_unreachable' = 5, 'network_unreachable' = 6, 'dns_nxdomain' = 7, 'dns_server_failure' = 8, 'dns_timeout' = 9, 'tls_failure' = 10, 'protocol_error' = 11, 'http_server_error' = 12) COMMENT 'How it ended; a slow answer is ok' CODEC(ZSTD(1)),
  class Enum8('not_the_targets' = 0, 'service' = 1, 'alive' = 2, 'silent' = 3) COMMENT 'What the outcome says of the target: it serves; the host answers, the service does not; nothing answers; or nothing (name resolution or our own host failed)' CODEC(ZSTD(1)),
  detail String COMMENT 'Status code, banner, resolver''s answer or the kernel''s reason, at most 256 characters; begins with ''local: '' where our own host failed' CODEC(ZSTD(1)),
  source_id UInt32 COMMENT 'Source of the row, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the source, see ledger: its range says where in the source the result stands' CODEC(ZSTD(1)),
  -- For what goes by time alone, and for the ledger, which counts a block's rows after a kill; 0.003 bytes a row together.
  INDEX started_at_index started_at TYPE minmax GRANULARITY 1,
  INDEX block_index (source_id, block) TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(started_at)
ORDER BY (target, started_at, vantage)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Every probe and how it ended';

CREATE TABLE IF NOT EXISTS streamwatch.heartbeats
(
  vantage LowCardinality(String) COMMENT 'Vantage point: its name in the watch file' CODEC(ZSTD(1)),
  heartbeat_at DateTime64(9, 'UTC') COMMENT 'It was alive then: its own clock, UTC' CODEC(GCD, Delta, ZSTD(1)),
  source_id UInt32 COMMENT 'Source of the row, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the source, see ledger' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(heartbeat_at)
ORDER BY (vantage, heartbeat_at)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'When vantage points said that they were alive: without, their silence is unknown and not the targets''';

-- One row a bin: coding runs of equal bins, as asn_bins does, saved 0.2 % of the rows when measured, since the median time to the answer differs
-- from bin to bin. 3.5 bytes a row after merges, 3.3 of them that median.
CREATE TABLE IF NOT EXISTS streamwatch.target_bins
(
  bin_start DateTime('UTC') COMMENT 'Start of the bin, UTC' CODEC(Delta, ZSTD(1)),
  bin_seconds UInt32 COMMENT 'Length of the bin, seconds' CODEC(ZSTD(1)),
  target LowCardinality(String) COMMENT 'Target: its name in the watch file' CODEC(ZSTD(1)),
  verdict Enum8('unknown' = 0, 'up' = 1, 'degraded' = 2, 'failing' = 3, 'down' = 4) COMMENT 'What the healthy vantage points agreed on; unknown: nobody healthy looked; failing: the host answers, the service does not' CODEC(ZSTD(1)),
  in_maintenance Bool COMMENT 'Whether planned work went on (watch file)' CODEC(ZSTD(1)),
  probes UInt32 COMMENT 'Results of healthy vantage points that say something of the target; the sum of the next three' CODEC(ZSTD(1)),
  service UInt32 COMMENT 'Results in which it served' CODEC(ZSTD(1)),
  alive UInt32 COMMENT 'Results in which the host answered and the service did not' CODEC(ZSTD(1)),
  silent UInt32 COMMENT 'Results in which nothing answered' CODEC(ZSTD(1)),
  slow UInt32 COMMENT 'Those of service that took far longer than is usual for the target' CODEC(ZSTD(1)),
  not_the_targets UInt32 COMMENT 'Results that say nothing of it: name resolution or our own host failed' CODEC(ZSTD(1)),
  doubtful UInt32 COMMENT 'Results of vantage points that were not healthy; they decided nothing' CODEC(ZSTD(1)),
  voters UInt16 COMMENT 'Healthy vantage points that had a belief' CODEC(ZSTD(1)),
  median_rtt_ms Nullable(Float32) COMMENT 'Median time to an answer of the service, milliseconds; null where there was none' CODEC(ZSTD(1)),
  run_id LowCardinality(String) COMMENT 'Run that computed the row, see runs' CODEC(ZSTD(1)),
  source_id UInt32 COMMENT 'The run as a source, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the run, see ledger' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(bin_start)
ORDER BY (target, bin_start)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Targets by bin; different runs over the same time have rows of their own';
