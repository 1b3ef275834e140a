-- How well rules did on labelled data. The outages of an evaluation are stored before its row in evaluations: one without a row there was cut short.

CREATE TABLE IF NOT EXISTS streamwatch.evaluations
(
  evaluation_id String COMMENT 'Name of the evaluation: when it was done and the beginning of the hash of its folders',
  rule LowCardinality(String) COMMENT 'Rule: streamwatch, or one of others that it is compared with',
  evaluated_at DateTime64(3, 'UTC') COMMENT 'Clock of the evaluating process when it was done, UTC',
  version LowCardinality(String) COMMENT 'Version of StreamWatch',
  ruleset UInt32 COMMENT 'Number of the rule set of StreamWatch',
  folders_sha256 String COMMENT 'SHA-256 in hex of the truth and the data of all folders, wherever they lie: the same input has the same',
  folders UInt32 COMMENT 'Folders of labelled data',
  true_outages UInt32 COMMENT 'True outages of ASNs, groups and countries that the rule looks for and that were asked for',
  matched UInt32 COMMENT 'True outages that were found',
  missed UInt32 COMMENT 'True outages that were not found',
  covered UInt32 COMMENT 'Of missed: those that a found outage covers which is matched to another',
  false_outages UInt32 COMMENT 'Outages found that are none, without fragments',
  fragments UInt32 COMMENT 'Outages found that are a further piece of a true one; they count as false',
  excused UInt32 COMMENT 'Outages found in failures too brief to be outages, or of what was not asked for; they count neither way',
  not_asked_for UInt32 COMMENT 'True outages that nobody asks for, such as partial losses of networks that are not watched; they count neither way',
  never_closed UInt32 COMMENT 'Matched ones whose end is known and was not found',
  precision Nullable(Float64) COMMENT 'matched among matched, false and fragments, 0 to 1; null of none',
  precision_low Nullable(Float64) COMMENT 'Low end of the 95 % interval of precision (Wilson), 0 to 1',
  precision_high Nullable(Float64) COMMENT 'High end of the 95 % interval of precision (Wilson), 0 to 1',
  recall Nullable(Float64) COMMENT 'matched among the true outages, 0 to 1; null of none',
  recall_low Nullable(Float64) COMMENT 'Low end of the 95 % interval of recall (Wilson), 0 to 1',
  recall_high Nullable(Float64) COMMENT 'High end of the 95 % interval of recall (Wilson), 0 to 1',
  incidents UInt32 COMMENT 'True incidents with an outage that the rule looks for; an outage that stands alone is one',
  incidents_found UInt32 COMMENT 'True incidents of which any outage was found',
  incidents_false UInt32 COMMENT 'Incidents found of which no outage is true',
  incidents_split UInt32 COMMENT 'True incidents that were told as more than one',
  causes UInt32 COMMENT 'Found incidents whose true cause is known; 0 where the rule names no causes',
  causes_right UInt32 COMMENT 'Those of them whose first cause was the true one',
  brier Nullable(Float64) COMMENT 'Brier score of the causes, 0 (sure and right) to 2 (sure and wrong); null of none',
  calibration_error Nullable(Float64) COMMENT 'Expected calibration error of the first cause in ten bins, 0 to 1; null of none',
  calibration_error_low Nullable(Float64) COMMENT 'Low end of its 95 % interval (bootstrap over incidents), 0 to 1',
  calibration_error_high Nullable(Float64) COMMENT 'High end of its 95 % interval (bootstrap over incidents), 0 to 1'
)
ENGINE = MergeTree
ORDER BY (evaluated_at, evaluation_id, rule)
COMMENT 'Evaluations on labelled data, a row for each rule';

CREATE TABLE IF NOT EXISTS streamwatch.evaluation_outages
(
  evaluation_id String COMMENT 'Evaluation, see evaluations',
  rule LowCardinality(String) COMMENT 'Rule that was evaluated',
  folder String COMMENT 'Folder of labelled data as it was named',
  scenario LowCardinality(String) COMMENT 'Scenario of the folder',
  kind Enum8('matched' = 1, 'missed' = 2, 'false' = 3, 'fragment' = 4, 'excused' = 5, 'not_asked_for' = 6) COMMENT 'matched: true and found; missed: true and not found; false: found and none; fragment: found, a further piece of a true one; the others count neither way',
  entity_type Enum8('target' = 1, 'asn' = 2, 'group' = 3, 'country' = 4) COMMENT 'What failed',
  entity String COMMENT 'Name of what failed; of an ASN its number',
  basis Enum8('routes' = 1, 'units' = 2) COMMENT 'What it is true by or was found by: the routes that are seen, or whether hosts serve',
  onset_at Nullable(DateTime64(3, 'UTC')) COMMENT 'True onset, UTC; null where there is no true outage',
  end_at Nullable(DateTime64(3, 'UTC')) COMMENT 'True end, UTC; the end of the data where is_end_known is 0; null where there is no true outage',
  is_end_known UInt8 COMMENT '1 where the true outage ended within the data',
  incident Nullable(String) COMMENT 'True incident in its folder; null where it stands alone or there is no true outage',
  cause Nullable(String) COMMENT 'True cause of the incident; null where there is none',
  found_id Nullable(String) COMMENT 'Id of the outage that was found; of a missed one of that which covers it and is matched to another; null for none',
  found_incident Nullable(String) COMMENT 'Incident that the found outage was told as a part of',
  found_onset_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Onset that was found, UTC',
  found_recovered_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Recovery that was found, UTC; null where none was',
  detected_at Nullable(DateTime64(3, 'UTC')) COMMENT 'When it was known (event time), UTC',
  bin_seconds Nullable(UInt32) COMMENT 'How finely the rule sees time, seconds',
  first_cause Nullable(String) COMMENT 'Cause that was named first; null where none was',
  first_cause_probability Nullable(Float32) COMMENT 'Its probability, 0 to 1'
)
ENGINE = MergeTree
ORDER BY (evaluation_id, rule, folder, entity_type, entity)
COMMENT 'True outages of labelled data with what each rule found of them, and what it found that is none';

CREATE OR REPLACE VIEW streamwatch.v_evaluation_scenarios
(
  evaluation_id String COMMENT 'Evaluation, see evaluations',
  evaluated_at DateTime64(3, 'UTC') COMMENT 'When it was done, UTC',
  rule LowCardinality(String) COMMENT 'Rule that was evaluated',
  scenario LowCardinality(String) COMMENT 'Scenario of the folders',
  basis Enum8('routes' = 1, 'units' = 2) COMMENT 'By routes, or by whether hosts serve',
  matched UInt64 COMMENT 'True outages of ASNs, groups and countries that were found',
  missed UInt64 COMMENT 'True outages that were not found',
  false_outages UInt64 COMMENT 'Outages found that are none, fragments among them',
  precision Nullable(Float64) COMMENT 'matched among matched and false, 0 to 1; null of none',
  recall Nullable(Float64) COMMENT 'matched among matched and missed, 0 to 1; null of none',
  median_delay_seconds Nullable(Float64) COMMENT 'Median time from the true onset to the moment it was known, seconds; null of none',
  median_onset_error_seconds Nullable(Float64) COMMENT 'Median distance of the onset found from the true one, seconds; null of none',
  median_recovery_error_seconds Nullable(Float64) COMMENT 'Median distance of the recovery found from the true end, seconds; null of none'
)
AS SELECT
  outage.evaluation_id AS evaluation_id, any(evaluation.evaluated_at) AS evaluated_at, outage.rule AS rule, outage.scenario AS scenario, outage.basis AS basis,
  countIf(kind = 'matched') AS matched, countIf(kind = 'missed') AS missed, countIf(kind IN ('false', 'fragment')) AS false_outages,
  if(matched + false_outages = 0, NULL, matched / (matched + false_outages)) AS precision,
  if(matched + missed = 0, NULL, matched / (matched + missed)) AS recall,
  medianExactOrNullIf(dateDiff('millisecond', onset_at, detected_at) / 1000, kind = 'matched') AS median_delay_seconds,
  medianExactOrNullIf(abs(dateDiff('millisecond', onset_at, found_onset_at)) / 1000, kind = 'matched') AS median_onset_error_seconds,
  medianExactOrNullIf(abs(dateDiff('millisecond', end_at, found_recovered_at)) / 1000, kind = 'matched' AND is_end_known) AS median_recovery_error_seconds
FROM streamwatch.evaluation_outages AS outage
INNER JOIN (SELECT evaluation_id, rule, any(evaluated_at) AS evaluated_at FROM streamwatch.evaluations GROUP BY evaluation_id, rule) AS evaluation
  ON evaluation.evaluation_id = outage.evaluation_id AND evaluation.rule = outage.rule
WHERE entity_type != 'target'
GROUP BY evaluation_id, rule, scenario, basis;
