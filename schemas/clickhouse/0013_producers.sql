-- Blocks that come from Kafka may hold what was published twice: which of it is stored stands with the block.

ALTER TABLE streamwatch.ledger ADD COLUMN IF NOT EXISTS producers Array(String) COMMENT 'Who published what the block holds: sessions of collecting processes or runs; empty for files';
ALTER TABLE streamwatch.ledger ADD COLUMN IF NOT EXISTS producers_next Array(UInt64) COMMENT 'For each of them the number of the next round, or of the next row of a run, that is not stored';
