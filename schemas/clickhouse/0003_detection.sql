-- What was derived: visibility by bin, and outages.

CREATE TABLE IF NOT EXISTS streamwatch.asn_bins
(
  bin_start DateTime('UTC') COMMENT 'Start of the first bin of the row, UTC' CODEC(Delta, ZSTD(1)),
  bin_seconds UInt32 COMMENT 'Length of one bin, seconds' CODEC(ZSTD(1)),
  bins UInt16 COMMENT 'Consecutive bins that the row stands for, all with these values; never crosses a UTC hour' CODEC(ZSTD(1)),
  asn UInt32 COMMENT 'Origin ASN' CODEC(ZSTD(1)),
  family Enum8('ipv4' = 4, 'ipv6' = 6) COMMENT 'Address family of the space' CODEC(ZSTD(1)),
  basis Enum8('rib' = 1, 'learned' = 2) COMMENT 'rib: a table dump said who carried what; learned: known from updates alone' CODEC(ZSTD(1)),
  state Enum8('unknown' = 1, 'warm_up' = 2, 'normal' = 3, 'warning' = 4, 'partial' = 5, 'critical' = 6) COMMENT 'unknown: too few usable views; warning: under 99 % of the baseline; partial: under 90 %; critical: under 50 %' CODEC(ZSTD(1)),
  visibility Float32 COMMENT 'Share of the baseline address space that usable views carry, 0 to 1' CODEC(ZSTD(1)),
  baseline Nullable(Float32) COMMENT 'What visibility is measured against, 0 to 1; null while there is none' CODEC(ZSTD(1)),
  space_blocks UInt32 COMMENT 'Baseline address space, in /24s (IPv4) or /48s (IPv6)' CODEC(ZSTD(1)),
  seen25 UInt32 COMMENT 'Blocks seen by at least 25 % of the usable views' CODEC(ZSTD(1)),
  seen50 UInt32 COMMENT 'Blocks seen by at least 50 % of the usable views' CODEC(ZSTD(1)),
  seen75 UInt32 COMMENT 'Blocks seen by at least 75 % of the usable views' CODEC(ZSTD(1)),
  seen100 UInt32 COMMENT 'Blocks seen by all usable views' CODEC(ZSTD(1)),
  origin_changed Float32 COMMENT 'Share of the space carried under another origin (hijack or move), 0 to 1' CODEC(ZSTD(1)),
  views_usable UInt16 COMMENT 'Views that counted in these bins' CODEC(ZSTD(1)),
  views_known UInt16 COMMENT 'Views that are known at all' CODEC(ZSTD(1)),
  run_id LowCardinality(String) COMMENT 'Run that computed the row, see runs' CODEC(ZSTD(1)),
  source_id UInt32 COMMENT 'The run as a source, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the run, see ledger' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(bin_start)
ORDER BY (asn, family, bin_start, basis)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Visibility of ASNs, run-length coded; v_asn_visibility has a row for every bin';

CREATE TABLE IF NOT EXISTS streamwatch.outages
(
  id String COMMENT 'Stable name: entity and the bin in which the outage first opened',
  revision UInt32 COMMENT 'Grows with every change; the highest counts',
  incident_id String COMMENT 'What opened at the same time in one network is one incident',
  parent_id Nullable(String) COMMENT 'Outage that this one is part of; null for none',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  entity String COMMENT 'Name of what failed; of an ASN its number',
  basis Enum8('rib' = 1, 'learned' = 2) COMMENT 'rib: measured against a table dump; learned: from updates alone',
  family Enum8('any' = 0, 'ipv4' = 4, 'ipv6' = 6) COMMENT 'Address family that failed; any where not of one family',
  severity Enum8('partial' = 1, 'critical' = 2) COMMENT 'partial: under 90 % of the baseline; critical: under 50 %',
  state Enum8('open' = 1, 'recovered' = 2, 'rebaselined' = 3, 'superseded' = 4) COMMENT 'rebaselined: still down after 7 days, closed without recovery; superseded: part of another outage',
  onset_at DateTime64(3, 'UTC') COMMENT 'Start of the first bin in which the opening rule held, UTC',
  detected_at DateTime64(3, 'UTC') COMMENT 'Watermark (event time) when it opened, UTC',
  recovered_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Start of the first bin of the closing run, UTC; null while open',
  min_visibility Float32 COMMENT 'Least visibility within the outage, 0 to 1',
  baseline Float32 COMMENT 'Baseline frozen when it opened, 0 to 1',
  space_blocks UInt32 COMMENT 'Address space of the entity, in /24s (IPv4) or /48s (IPv6)',
  views_usable UInt16 COMMENT 'Usable views when it opened',
  bin_seconds UInt32 COMMENT 'Length of a bin, seconds',
  evidence_start DateTime64(3, 'UTC') COMMENT 'The elems from here on tell the outage, UTC',
  evidence_end DateTime64(3, 'UTC') COMMENT 'End of the evidence (exclusive), UTC',
  lost_prefixes Array(String) COMMENT 'Prefixes of its space that most views had lost; with the evidence times the way back to bgp_elems',
  ruleset UInt32 COMMENT 'Number of the rules that decided',
  run_id String COMMENT 'Run that decided, see runs',
  source_id UInt32 COMMENT 'The run as a source, see sources',
  block UInt32 COMMENT 'Block of the run, see ledger'
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY id
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Outages, a row for every revision until merged; v_outages has the last one of each';
