-- Views for people.

CREATE OR REPLACE VIEW streamwatch.v_outages
(
  id String COMMENT 'Stable name of the outage',
  incident_id String COMMENT 'Incident that it belongs to',
  parent_id Nullable(String) COMMENT 'Outage that this one is part of',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  entity String COMMENT 'Name of what failed; of an ASN its number',
  family Enum8('any' = 0, 'ipv4' = 4, 'ipv6' = 6) COMMENT 'Address family that failed',
  basis Enum8('rib' = 1, 'learned' = 2) COMMENT 'rib or learned',
  severity Enum8('partial' = 1, 'critical' = 2) COMMENT 'partial: under 90 % of the baseline; critical: under 50 %',
  state Enum8('open' = 1, 'recovered' = 2, 'rebaselined' = 3, 'superseded' = 4) COMMENT 'How it stands',
  onset_at DateTime64(3, 'UTC') COMMENT 'Start, UTC',
  recovered_at Nullable(DateTime64(3, 'UTC')) COMMENT 'End, UTC; null while open',
  duration_seconds Nullable(Float64) COMMENT 'From start to end, seconds; null while open',
  detected_at DateTime64(3, 'UTC') COMMENT 'When it was known (event time), UTC',
  detection_seconds Float64 COMMENT 'From start to detection, seconds',
  min_visibility Float32 COMMENT 'Least visibility, 0 to 1',
  baseline Float32 COMMENT 'Visibility before, 0 to 1',
  space_blocks UInt32 COMMENT 'Address space in /24s or /48s',
  views_usable UInt16 COMMENT 'Usable views when it opened',
  revision UInt32 COMMENT 'Revision shown: the last one',
  bin_seconds UInt32 COMMENT 'Length of a bin, seconds',
  evidence_start DateTime64(3, 'UTC') COMMENT 'Start of the elems that tell it, UTC',
  evidence_end DateTime64(3, 'UTC') COMMENT 'End of the elems that tell it (exclusive), UTC',
  lost_prefixes Array(String) COMMENT 'Prefixes that most views had lost',
  ruleset UInt32 COMMENT 'Rules that decided',
  run_id String COMMENT 'Run that decided'
)
AS SELECT
  id, incident_id, parent_id, entity_type, entity, family, basis, severity, state, onset_at, recovered_at,
  (toUnixTimestamp64Milli(recovered_at) - toUnixTimestamp64Milli(onset_at)) / 1000 AS duration_seconds,
  detected_at,
  (toUnixTimestamp64Milli(detected_at) - toUnixTimestamp64Milli(onset_at)) / 1000 AS detection_seconds,
  min_visibility, baseline, space_blocks, views_usable, revision, bin_seconds, evidence_start, evidence_end, lost_prefixes, ruleset, run_id
FROM streamwatch.outages FINAL;

CREATE OR REPLACE VIEW streamwatch.v_asn_visibility
(
  bin_start DateTime('UTC') COMMENT 'Start of the bin, UTC',
  bin_seconds UInt32 COMMENT 'Length of the bin, seconds',
  asn UInt32 COMMENT 'Origin ASN',
  family Enum8('ipv4' = 4, 'ipv6' = 6) COMMENT 'Address family',
  basis Enum8('rib' = 1, 'learned' = 2) COMMENT 'rib or learned',
  state Enum8('unknown' = 1, 'warm_up' = 2, 'normal' = 3, 'warning' = 4, 'partial' = 5, 'critical' = 6) COMMENT 'State in the bin',
  visibility Float32 COMMENT 'Share of the baseline space seen, 0 to 1',
  baseline Nullable(Float32) COMMENT 'What it is measured against, 0 to 1',
  space_blocks UInt32 COMMENT 'Address space in /24s or /48s',
  seen25 UInt32 COMMENT 'Blocks seen by at least 25 % of the usable views',
  seen50 UInt32 COMMENT 'Blocks seen by at least 50 %',
  seen75 UInt32 COMMENT 'Blocks seen by at least 75 %',
  seen100 UInt32 COMMENT 'Blocks seen by all',
  origin_changed Float32 COMMENT 'Share carried under another origin, 0 to 1',
  views_usable UInt16 COMMENT 'Views that counted',
  views_known UInt16 COMMENT 'Views that are known',
  run_id String COMMENT 'Run that computed it; different runs over the same time have rows of their own'
)
AS SELECT
  stored.bin_start + toIntervalSecond(number_in_run * stored.bin_seconds) AS bin_start,
  bin_seconds, asn, family, basis, state, visibility, baseline, space_blocks, seen25, seen50, seen75, seen100,
  origin_changed, views_usable, views_known, run_id
FROM streamwatch.asn_bins AS stored
ARRAY JOIN range(toUInt32(bins)) AS number_in_run;

CREATE OR REPLACE VIEW streamwatch.v_outage_trends_monthly
(
  month Date COMMENT 'Month in which the outages began, UTC',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  basis Enum8('rib' = 1, 'learned' = 2) COMMENT 'rib or learned',
  severity Enum8('partial' = 1, 'critical' = 2) COMMENT 'How hard',
  outages UInt64 COMMENT 'Outages that began in the month',
  entities UInt64 COMMENT 'Different entities among them',
  still_open UInt64 COMMENT 'Outages among them without an end',
  outage_hours Float64 COMMENT 'Sum of the ended ones, hours',
  median_minutes Float64 COMMENT 'Median length of the ended ones, minutes; nan where none has ended',
  longest_hours Float64 COMMENT 'Longest of the ended ones, hours'
)
AS SELECT
  toStartOfMonth(onset_at) AS month, entity_type, basis, severity,
  count() AS outages,
  uniqExact(entity) AS entities,
  countIf(recovered_at IS NULL) AS still_open,
  ifNull(sum(duration_seconds), 0) / 3600 AS outage_hours,
  quantileExactIf(0.5)(assumeNotNull(duration_seconds), recovered_at IS NOT NULL) / 60 AS median_minutes,
  ifNull(max(duration_seconds), 0) / 3600 AS longest_hours
FROM streamwatch.v_outages
WHERE state != 'superseded'
GROUP BY month, entity_type, basis, severity;
