-- Outages and incidents for people. What the views of 0004 showed they still show, in the same order, and more behind it.

CREATE OR REPLACE VIEW streamwatch.v_outages
(
  id String COMMENT 'Stable name of the outage',
  incident_id String COMMENT 'Incident that it belongs to',
  parent_id Nullable(String) COMMENT 'Outage that this one is part of',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  entity String COMMENT 'Name of what failed; of an ASN its number',
  family Enum8('any' = 0, 'ipv4' = 4, 'ipv6' = 6) COMMENT 'Address family that failed',
  basis Enum8('rib' = 1, 'learned' = 2, 'probes' = 3) COMMENT 'What it is known from: routes against a table dump, updates alone, or probes',
  severity Enum8('partial' = 1, 'critical' = 2) COMMENT 'partial: under 90 % of the baseline; critical: under 50 %, or units that fail together',
  state Enum8('open' = 1, 'recovered' = 2, 'rebaselined' = 3, 'superseded' = 4) COMMENT 'How it stands',
  onset_at DateTime64(3, 'UTC') COMMENT 'Start, UTC',
  recovered_at Nullable(DateTime64(3, 'UTC')) COMMENT 'End, UTC; null while open',
  duration_seconds Nullable(Float64) COMMENT 'From start to end, seconds; null while open',
  detected_at DateTime64(3, 'UTC') COMMENT 'When it was known (event time), UTC',
  detection_seconds Float64 COMMENT 'From start to detection, seconds',
  min_visibility Float32 COMMENT 'Least visibility, or least share of the units that served, 0 to 1',
  baseline Float32 COMMENT 'Visibility before, 0 to 1',
  space_blocks UInt32 COMMENT 'Address space in /24s or /48s; 0 where it was not seen in routes',
  views_usable UInt16 COMMENT 'Usable views when it opened; 0 where it was not seen in routes',
  revision UInt32 COMMENT 'Revision shown: the last one',
  bin_seconds UInt32 COMMENT 'Length of a bin, seconds',
  evidence_start DateTime64(3, 'UTC') COMMENT 'Start of the elems and probes that tell it, UTC',
  evidence_end DateTime64(3, 'UTC') COMMENT 'End of the elems and probes that tell it (exclusive), UTC',
  lost_prefixes Array(String) COMMENT 'Prefixes that most views had lost',
  ruleset UInt32 COMMENT 'Rules that decided',
  run_id String COMMENT 'Run that decided',
  units UInt32 COMMENT 'Units (distinct addresses, or hosts that share fate) that were eligible when it opened; 0 where it was not seen by probes',
  chance Nullable(Float64) COMMENT 'Chance that as many units fail together by themselves, 0 to 1; null where it was not judged',
  recovery_order Array(String) COMMENT 'Kinds of targets in the order in which they came back',
  similar_to Array(Tuple(id String, score Float32)) COMMENT 'Earlier outages that unfolded alike, best first, with their likeness from 0 to 1'
)
AS SELECT
  id, incident_id, parent_id, entity_type, entity, family, basis, severity, state, onset_at, recovered_at,
  (toUnixTimestamp64Milli(recovered_at) - toUnixTimestamp64Milli(onset_at)) / 1000 AS duration_seconds,
  detected_at,
  (toUnixTimestamp64Milli(detected_at) - toUnixTimestamp64Milli(onset_at)) / 1000 AS detection_seconds,
  min_visibility, baseline, space_blocks, views_usable, revision, bin_seconds, evidence_start, evidence_end, lost_prefixes, ruleset, run_id,
  units, chance, recovery_order, similar_to
FROM streamwatch.outages FINAL;

CREATE OR REPLACE VIEW streamwatch.v_outage_phases
(
  id String COMMENT 'Outage',
  incident_id String COMMENT 'Incident that it belongs to',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  entity String COMMENT 'Name of what failed; of an ASN its number',
  phase Enum8('degrading' = 1, 'failing' = 2, 'isolated' = 3, 'recovering' = 4, 'recovered' = 5) COMMENT 'Stage of the outage',
  at DateTime64(3, 'UTC') COMMENT 'When it began, to the bin, UTC',
  seconds_since_onset Float64 COMMENT 'From the start of the outage until then, seconds; less than 0 where the phase began before',
  confidence Float32 COMMENT 'How sure that is, 0 to 1',
  evidence String COMMENT 'What it was read from'
)
AS SELECT
  stored.id AS id, outage.incident_id AS incident_id, outage.entity_type AS entity_type, outage.entity AS entity, stored.phase AS phase, stored.at AS at,
  (toUnixTimestamp64Milli(stored.at) - toUnixTimestamp64Milli(outage.onset_at)) / 1000 AS seconds_since_onset,
  stored.confidence AS confidence, stored.evidence AS evidence
FROM streamwatch.outage_phases AS stored FINAL
INNER JOIN (SELECT id, revision, incident_id, entity_type, entity, onset_at FROM streamwatch.outages FINAL) AS outage
  ON outage.id = stored.id AND outage.revision = stored.revision;

CREATE OR REPLACE VIEW streamwatch.v_outage_causes
(
  id String COMMENT 'Outage',
  incident_id String COMMENT 'Incident that it belongs to',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  entity String COMMENT 'Name of what failed; of an ASN its number',
  rank UInt8 COMMENT 'Place by probability: 1 is the most probable',
  cause Enum8('unexplained' = 0, 'network_stress' = 1, 'shutdown' = 2, 'upstream_or_cable_cut' = 3, 'power_loss' = 4, 'routing_misconfiguration' = 5, 'single_target' = 6, 'maintenance' = 7, 'measurement_fault' = 8) COMMENT 'What the outage is consistent with; never who did it',
  probability Float32 COMMENT 'How well it is explained by this, 0 to 1',
  evidence Array(String) COMMENT 'What speaks for it and against it'
)
AS SELECT
  stored.id AS id, outage.incident_id AS incident_id, outage.entity_type AS entity_type, outage.entity AS entity,
  stored.rank AS rank, stored.cause AS cause, stored.probability AS probability, stored.evidence AS evidence
FROM streamwatch.outage_causes AS stored FINAL
INNER JOIN (SELECT id, revision, incident_id, entity_type, entity FROM streamwatch.outages FINAL) AS outage
  ON outage.id = stored.id AND outage.revision = stored.revision;

CREATE OR REPLACE VIEW streamwatch.v_outage_targets
(
  id String COMMENT 'Outage',
  incident_id String COMMENT 'Incident that it belongs to',
  target String COMMENT 'Target that failed in it'
)
AS SELECT stored.id AS id, outage.incident_id AS incident_id, stored.target AS target
FROM streamwatch.outage_targets AS stored FINAL
INNER JOIN (SELECT id, revision, incident_id FROM streamwatch.outages FINAL) AS outage
  ON outage.id = stored.id AND outage.revision = stored.revision;

CREATE OR REPLACE VIEW streamwatch.v_incidents
(
  incident_id String COMMENT 'Id of the incident: that of its first outage',
  state Enum8('open' = 1, 'ended' = 2) COMMENT 'open while one of its outages is; of single targets'' only where there is nothing wider',
  started_at DateTime64(3, 'UTC') COMMENT 'Start of its first outage, UTC; of single targets'' only where there is nothing wider',
  ended_at Nullable(DateTime64(3, 'UTC')) COMMENT 'End of the last of these, UTC; null while open, and where it never came back',
  duration_seconds Nullable(Float64) COMMENT 'From start to end, seconds; null while open',
  detected_at DateTime64(3, 'UTC') COMMENT 'When its first outage was known (event time), UTC',
  outage_id String COMMENT 'Its widest outage: of a country before a group, of a group before an ASN, of an ASN before a target',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What the widest outage is of',
  entity String COMMENT 'Name of what the widest outage is of; of an ASN its number',
  severity Enum8('partial' = 1, 'critical' = 2) COMMENT 'The hardest of its outages',
  entities Array(Tuple(type String, name String)) COMMENT 'Everything that failed in it, widest first',
  outages UInt64 COMMENT 'Outages in it',
  targets Array(String) COMMENT 'Targets that failed in it',
  cause Nullable(String) COMMENT 'What it is first of all consistent with; never who did it; null where nothing can be said',
  probability Nullable(Float32) COMMENT 'How well it is explained by that, 0 to 1',
  evidence Array(String) COMMENT 'What speaks for that and against it',
  recovery_order Array(String) COMMENT 'Kinds of targets in the order in which they came back',
  similar_to Array(Tuple(id String, score Float32)) COMMENT 'Earlier outages that unfolded alike, best first, with their likeness from 0 to 1'
)
AS SELECT
  incident.incident_id AS incident_id, incident.state AS state, incident.started_at AS started_at, incident.ended_at AS ended_at,
  (toUnixTimestamp64Milli(incident.ended_at) - toUnixTimestamp64Milli(incident.started_at)) / 1000 AS duration_seconds,
  incident.detected_at AS detected_at, incident.outage_id AS outage_id, incident.entity_type AS entity_type, incident.entity AS entity,
  incident.severity AS severity, incident.entities AS entities, incident.outages AS outages,
  affected.targets AS targets,
  if(first_cause.id = '', NULL, toString(first_cause.cause)) AS cause, if(first_cause.id = '', NULL, first_cause.probability) AS probability,
  first_cause.evidence AS evidence,
  incident.recovery_order AS recovery_order, incident.similar_to AS similar_to
FROM
(
  SELECT
    incident_id,
    if(countIf(weighs AND o.state = 'open') > 0, 'open', 'ended') AS state,
    minIf(onset_at, weighs) AS started_at,
    if(countIf(weighs AND o.state = 'open') > 0, NULL, maxIf(recovered_at, weighs)) AS ended_at,
    minIf(detected_at, weighs) AS detected_at,
    argMax(id, place) AS outage_id, argMax(o.entity_type, place) AS entity_type, argMax(o.entity, place) AS entity,
    max(o.severity) AS severity,
    arrayMap(one -> (toString(one.2), one.3), arraySort(groupUniqArray((5 - toUInt8(o.entity_type), o.entity_type, o.entity)))) AS entities,
    count() AS outages,
    argMax(o.recovery_order, place) AS recovery_order, argMax(o.similar_to, place) AS similar_to
  FROM
  (
    -- Types are numbered by width. Where there is anything wider than targets, targets decide neither start nor end.
    SELECT
      *, max(toUInt8(entity_type)) OVER (PARTITION BY incident_id) = 1 OR entity_type != 'target' AS weighs,
      (toUInt8(entity_type), -toUnixTimestamp64Milli(onset_at), id) AS place
    FROM streamwatch.v_outages WHERE v_outages.state != 'superseded'
  ) AS o
  GROUP BY incident_id
) AS incident
LEFT JOIN (SELECT id, cause, probability, evidence FROM streamwatch.v_outage_causes WHERE rank = 1) AS first_cause ON first_cause.id = incident.outage_id
LEFT JOIN (SELECT incident_id, arraySort(groupUniqArray(target)) AS targets FROM streamwatch.v_outage_targets GROUP BY incident_id) AS affected
  ON affected.incident_id = incident.incident_id;

CREATE OR REPLACE VIEW streamwatch.v_outage_trends_monthly
(
  month Date COMMENT 'Month in which the outages began, UTC',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  basis Enum8('rib' = 1, 'learned' = 2, 'probes' = 3) COMMENT 'What they are known from',
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

CREATE OR REPLACE VIEW streamwatch.v_incident_trends_monthly
(
  month Date COMMENT 'Month in which the incidents began, UTC',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What the widest outage of each is of',
  cause Nullable(String) COMMENT 'What they are first of all consistent with; null where nothing can be said',
  incidents UInt64 COMMENT 'Incidents that began in the month',
  still_open UInt64 COMMENT 'Incidents among them without an end',
  incident_hours Float64 COMMENT 'Sum of the ended ones, hours',
  median_minutes Float64 COMMENT 'Median length of the ended ones, minutes; nan where none has ended'
)
AS SELECT
  toStartOfMonth(started_at) AS month, entity_type, cause,
  count() AS incidents,
  countIf(ended_at IS NULL) AS still_open,
  ifNull(sum(duration_seconds), 0) / 3600 AS incident_hours,
  quantileExactIf(0.5)(assumeNotNull(duration_seconds), ended_at IS NOT NULL) / 60 AS median_minutes
FROM streamwatch.v_incidents
GROUP BY month, entity_type, cause;
