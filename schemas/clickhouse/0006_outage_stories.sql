-- How outages unfolded and what that looks like. Of phases, causes and targets each revision of an outage brings its whole set; what a later
-- revision no longer says stays behind until replaced, so read the views, which show the last revision alone.

ALTER TABLE streamwatch.outages
  MODIFY COLUMN IF EXISTS basis Enum8('rib' = 1, 'learned' = 2, 'probes' = 3) COMMENT 'rib: measured against a table dump; learned: from updates alone; probes: active probes',
  MODIFY COLUMN IF EXISTS severity COMMENT 'partial: under 90 % of the baseline; critical: under 50 %, or units that fail together',
  MODIFY COLUMN IF EXISTS min_visibility COMMENT 'Least visibility of the space within the outage, or (probes) least share of its known units that served, 0 to 1',
  MODIFY COLUMN IF EXISTS space_blocks COMMENT 'Address space of the entity, in /24s (IPv4) or /48s (IPv6); 0 where it was not seen in routes',
  MODIFY COLUMN IF EXISTS views_usable COMMENT 'Usable views when it opened; 0 where it was not seen in routes',
  ADD COLUMN IF NOT EXISTS units UInt32 COMMENT 'Units (distinct addresses, or hosts that share fate) that were eligible when it opened; 0 where it was not seen by probes' AFTER views_usable,
  ADD COLUMN IF NOT EXISTS chance Nullable(Float64) COMMENT 'Chance that as many units fail together by themselves, 0 to 1; null where it was not judged' AFTER units,
  ADD COLUMN IF NOT EXISTS recovery_order Array(String) COMMENT 'Kinds of targets (web, mail, dns, router, host) in the order in which they came back' AFTER chance,
  ADD COLUMN IF NOT EXISTS similar_to Array(Tuple(id String, score Float32)) COMMENT 'Earlier outages that unfolded alike, best first: id, and likeness from 0 to 1' AFTER recovery_order;

CREATE TABLE IF NOT EXISTS streamwatch.outage_phases
(
  id String COMMENT 'Outage, see outages',
  revision UInt32 COMMENT 'Revision of the outage that says so',
  phase Enum8('degrading' = 1, 'failing' = 2, 'isolated' = 3, 'recovering' = 4, 'recovered' = 5) COMMENT 'degrading: loss and delay; failing: half of what is probed fails; isolated: routes gone or all silent; recovering: the first kind of service is back',
  at DateTime64(3, 'UTC') COMMENT 'When it began, to the bin, UTC',
  confidence Float32 COMMENT 'How sure that is, 0 to 1',
  evidence String COMMENT 'What it was read from, in a sentence',
  source_id UInt32 COMMENT 'The run as a source, see sources',
  block UInt32 COMMENT 'Block of the run, see ledger'
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (id, phase)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Phases that outages went through; v_outage_phases has those of the last revision';

CREATE TABLE IF NOT EXISTS streamwatch.outage_causes
(
  id String COMMENT 'Outage, see outages',
  revision UInt32 COMMENT 'Revision of the outage that says so',
  cause Enum8('unexplained' = 0, 'network_stress' = 1, 'shutdown' = 2, 'upstream_or_cable_cut' = 3, 'power_loss' = 4, 'routing_misconfiguration' = 5, 'single_target' = 6, 'maintenance' = 7, 'measurement_fault' = 8) COMMENT 'What the outage is consistent with; never who did it',
  probability Float32 COMMENT 'How well it is explained by this, 0 to 1; those of all causes sum up to 1',
  evidence Array(String) COMMENT 'What speaks for it and against it, in sentences',
  rank UInt8 COMMENT 'Place by probability: 1 is the most probable',
  source_id UInt32 COMMENT 'The run as a source, see sources',
  block UInt32 COMMENT 'Block of the run, see ledger'
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (id, cause)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'What outages are consistent with; v_outage_causes has those of the last revision';

CREATE TABLE IF NOT EXISTS streamwatch.outage_targets
(
  id String COMMENT 'Outage, see outages',
  revision UInt32 COMMENT 'Revision of the outage that says so',
  target String COMMENT 'Target that failed in it: its name in the watch file',
  source_id UInt32 COMMENT 'The run as a source, see sources',
  block UInt32 COMMENT 'Block of the run, see ledger',
  INDEX target_index target TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY (id, target)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Targets that failed in outages; v_outage_targets has those of the last revision';

CREATE TABLE IF NOT EXISTS streamwatch.annotations
(
  subject_type Enum8('outage' = 1, 'incident' = 2, 'target' = 3, 'asn' = 4, 'group' = 5, 'country' = 6) COMMENT 'What the note is of',
  subject String COMMENT 'Its id, or the name of the entity; of an ASN its number',
  id String COMMENT 'Id of the note, given by whoever writes it; writing it again replaces it',
  written_at DateTime64(3, 'UTC') COMMENT 'Clock of the writing process, UTC; the newest of an id counts',
  author String COMMENT 'Who wrote it',
  text String COMMENT 'The note; empty where it was taken back'
)
ENGINE = ReplacingMergeTree(written_at)
ORDER BY (subject_type, subject, id)
COMMENT 'Notes of people about outages, incidents and entities; read with FINAL';
