-- What detecting again from stored data asks for beside the measurements themselves: what the detection left out when they came, which came first where
-- times are equal, where tables and sources end. Of what was stored before this step such marks are missing until the same files are replayed
-- again, which adds them; elems and states of one instant are then still told apart by their table alone. The new columns are zero but for a few rows: 0.01 bytes an elem.

ALTER TABLE streamwatch.sources
  MODIFY COLUMN IF EXISTS identity COMMENT 'SHA-256 of the source in hex: of a file its bytes as stored on disk, of an empty file its collector and name, of a run its inputs and options',
  ADD COLUMN IF NOT EXISTS first_at Nullable(DateTime64(6, 'UTC')) COMMENT 'Time of the first record or line of a file, UTC; null for other sources and empty files',
  ADD COLUMN IF NOT EXISTS starts_with_table Bool COMMENT 'Whether the first record of a file belongs to a table dump';

ALTER TABLE streamwatch.bgp_elems
  ADD COLUMN IF NOT EXISTS set_aside Bool COMMENT 'Whether the detection leaves it out: its time is not believed, or the route collector itself sent it (the _LOCAL subtypes of RFC 6396)' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS turn UInt32 COMMENT 'Place among what its peer said at one instant: grows with each change of the session and each End-of-RIB marker of the same source; 0 where none came at that time' CODEC(ZSTD(1));

ALTER TABLE streamwatch.peer_states
  ADD COLUMN IF NOT EXISTS set_aside Bool COMMENT 'Whether the detection leaves it out: its time is not believed' CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS turn UInt32 COMMENT 'Place among what its peer said at one instant, as in bgp_elems: before the elems of the same number' CODEC(ZSTD(1));

ALTER TABLE streamwatch.probe_results
  ADD COLUMN IF NOT EXISTS set_aside Bool COMMENT 'Whether the detection leaves it out: its time is not believed' CODEC(ZSTD(1));

ALTER TABLE streamwatch.heartbeats
  ADD COLUMN IF NOT EXISTS set_aside Bool COMMENT 'Whether the detection leaves it out: its time is not believed' CODEC(ZSTD(1));

CREATE TABLE IF NOT EXISTS streamwatch.source_marks
(
  marked_at DateTime64(6, 'UTC') COMMENT 'end: newest time in the source that was believed; table_end: time of the last entry of the table; end_of_rib: time at the route collector. UTC' CODEC(ZSTD(1)),
  mark Enum8('end' = 1, 'table_end' = 2, 'end_of_rib' = 3) COMMENT 'end: the file was read to its end and all of it is stored; table_end: a table dump was complete; end_of_rib: a peer said that its table was (RFC 4724 section 2)' CODEC(ZSTD(1)),
  collector LowCardinality(String) COMMENT 'Route collector; empty for files of probe results' CODEC(ZSTD(1)),
  peer_asn UInt32 COMMENT 'ASN of the peer, for table_end that of the last entry; 0 for end' CODEC(ZSTD(1)),
  peer_address IPv6 COMMENT 'Address of the peer; IPv4 as ::ffff:a.b.c.d, :: for end' CODEC(ZSTD(1)),
  turn UInt32 COMMENT 'Place among what its peer said at one instant, as in peer_states' CODEC(ZSTD(1)),
  source_id UInt32 COMMENT 'Source of the row, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the source, see ledger' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(marked_at)
ORDER BY (mark, collector, marked_at)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'What sources say beside measurements: where tables and the sources themselves end';

ALTER TABLE streamwatch.outages
  MODIFY COLUMN IF EXISTS state COMMENT 'rebaselined: still down after 7 days, closed without recovery; superseded: found no more when it was detected again (run_id says by which run)';
