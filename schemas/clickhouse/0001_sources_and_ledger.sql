-- What was read, and what of it is stored.

CREATE TABLE IF NOT EXISTS streamwatch.sources
(
  source_id UInt32 COMMENT 'Short number of the source: the first 32 bits of its identity, counted up where two sources meet; every stored row carries it',
  identity String COMMENT 'SHA-256 of the source in hex: of a file its bytes as stored on disk, of a run its inputs and options',
  kind Enum8('file' = 1, 'run' = 2, 'feed' = 3) COMMENT 'A file of measurements, a run that derived rows from them, or a live feed',
  name String COMMENT 'File name without its folder, or a name of the run or feed, when first seen',
  collector LowCardinality(String) COMMENT 'Route collector that wrote the file, for example rrc00 or route-views2; empty for runs',
  bytes Nullable(UInt64) COMMENT 'Size of the file as stored on disk, bytes',
  first_seen DateTime64(3, 'UTC') COMMENT 'Clock of the storing process when the source was first met, UTC'
)
ENGINE = ReplacingMergeTree
ORDER BY source_id
COMMENT 'Sources of stored rows, known by content';

CREATE TABLE IF NOT EXISTS streamwatch.ledger
(
  source_id UInt32 COMMENT 'Source of the block, see sources',
  target LowCardinality(String) COMMENT 'Table that the block belongs to',
  block UInt32 COMMENT 'Number of the block within source and table, from 0 without gaps',
  attempt UInt32 COMMENT 'Attempt to store the block, from 0; a new one follows where an earlier one left nothing behind',
  stage Enum8('intent' = 1, 'stored' = 2, 'void' = 3) COMMENT 'intent: about to be sent; stored: all rows are in the table; void: found to have left no rows',
  range_start UInt64 COMMENT 'First offset that the block covers: bytes of the decompressed file, or seconds since 1970 for runs',
  range_end UInt64 COMMENT 'Offset behind the last one covered (exclusive)',
  rows UInt64 COMMENT 'Rows in the block',
  token String COMMENT 'insert_deduplication_token of the insert',
  noted_at DateTime64(3, 'UTC') COMMENT 'Clock of the storing process when this was noted, UTC'
)
ENGINE = MergeTree
ORDER BY (source_id, target, block, attempt, stage)
COMMENT 'What is stored, block by block: decides that nothing is stored twice';

CREATE TABLE IF NOT EXISTS streamwatch.runs
(
  run_id String COMMENT 'Name of the run: from the hash of its inputs and options, so that the same run again has the same name',
  revision UInt32 COMMENT 'Grows with every change of this row; the highest counts',
  command LowCardinality(String) COMMENT 'Command that ran, for example replay',
  options String COMMENT 'Its options as JSON',
  version LowCardinality(String) COMMENT 'Version of StreamWatch',
  state Enum8('running' = 1, 'done' = 2, 'failed' = 3, 'interrupted' = 4) COMMENT 'How it stands; a run killed with -9 stays running until it is started again',
  started_at DateTime64(3, 'UTC') COMMENT 'Clock of the process when it started, UTC',
  finished_at Nullable(DateTime64(3, 'UTC')) COMMENT 'Clock of the process when it ended, UTC; null while it runs',
  elems UInt64 COMMENT 'Elems read',
  rejected UInt64 COMMENT 'Records rejected',
  outages UInt64 COMMENT 'Outages found'
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY run_id
COMMENT 'Runs of the program';
