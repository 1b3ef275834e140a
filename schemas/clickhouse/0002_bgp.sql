-- What the route collectors heard. The order of bgp_elems (hour, prefix, time) was chosen by measuring 5.5 M elems of RouteViews: 8.7 bytes an
-- elem after merges, and short ranges for a prefix in a time, and (by the index) for an origin in a time. Every statement can be repeated.

CREATE TABLE IF NOT EXISTS streamwatch.bgp_elems
(
  received_at DateTime64(6, 'UTC') COMMENT 'Time at the route collector, UTC; microseconds where the file has them (BGP4MP_ET), else whole seconds' CODEC(ZSTD(1)),
  collector LowCardinality(String) COMMENT 'Route collector, for example rrc00 or route-views2' CODEC(ZSTD(1)),
  peer_asn UInt32 COMMENT 'ASN of the peer that sent it (MRT record)' CODEC(ZSTD(1)),
  peer_address IPv6 COMMENT 'Address of the peer (MRT record); IPv4 as ::ffff:a.b.c.d' CODEC(ZSTD(1)),
  elem_type Enum8('rib' = 1, 'announce' = 2, 'withdraw' = 3) COMMENT 'rib: entry of a table dump; announce and withdraw: from an UPDATE' CODEC(ZSTD(1)),
  prefix_address IPv6 COMMENT 'Network address of the prefix; IPv4 as ::ffff:a.b.c.d; filter with toIPv6(''175.45.176.0'')' CODEC(ZSTD(1)),
  prefix_length UInt8 COMMENT 'Length of the prefix in bits: 0 to 32 (IPv4) or 0 to 128 (IPv6)' CODEC(ZSTD(1)),
  prefix String ALIAS concat(if(prefix_address >= toIPv6('::ffff:0.0.0.0') AND prefix_address <= toIPv6('::ffff:255.255.255.255'), substring(toString(prefix_address), 8), toString(prefix_address)), '/', toString(prefix_length)) COMMENT 'Prefix as text, computed; to find one prefix filter by prefix_address and prefix_length',
  family UInt8 ALIAS if(prefix_address >= toIPv6('::ffff:0.0.0.0') AND prefix_address <= toIPv6('::ffff:255.255.255.255'), 4, 6) COMMENT 'IP version of the prefix, 4 or 6, computed',
  safi UInt8 DEFAULT 1 COMMENT 'Subsequent address family (IANA): 1 unicast, 2 multicast, 3 both' CODEC(ZSTD(1)),
  path_id UInt32 COMMENT 'Path identifier of add-path (RFC 7911); 0 without' CODEC(ZSTD(1)),
  as_path String COMMENT 'AS path as bgpdump prints it, AS_SETs in braces, AS4_PATH merged in (RFC 6793); empty in withdrawals' CODEC(ZSTD(1)),
  as_path_asns Array(UInt32) ALIAS arrayMap(x -> toUInt32OrZero(x), extractAll(as_path, '[0-9]+')) COMMENT 'ASNs of the path in order, members of sets one by one, computed',
  origin_asns Array(UInt32) COMMENT 'Origin ASN: the last of the path, or the members of the AS_SET there; empty in withdrawals; filter with has(origin_asns, 131279)' CODEC(ZSTD(1)),
  origin_asn UInt32 ALIAS origin_asns[1] COMMENT 'First origin ASN; 0 in withdrawals, computed',
  origin Enum8('none' = 0, 'igp' = 1, 'egp' = 2, 'incomplete' = 3) COMMENT 'ORIGIN attribute (RFC 4271 section 5.1.1); none where missing' CODEC(ZSTD(1)),
  next_hop IPv6 COMMENT 'Next hop; IPv4 as ::ffff:a.b.c.d, :: where missing' CODEC(ZSTD(1)),
  med Nullable(UInt32) COMMENT 'MULTI_EXIT_DISC; null where missing' CODEC(ZSTD(1)),
  local_pref Nullable(UInt32) COMMENT 'LOCAL_PREF; null where missing, as it is over external sessions' CODEC(ZSTD(1)),
  communities Array(UInt32) COMMENT 'Communities (RFC 1997): ASN in the high 16 bits, value in the low ones' CODEC(ZSTD(1)),
  communities_text Array(String) ALIAS arrayMap(c -> concat(toString(bitShiftRight(c, 16)), ':', toString(bitAnd(c, 65535))), communities) COMMENT 'Communities as asn:value, computed',
  extended_communities Array(UInt64) COMMENT 'Extended communities (RFC 4360), big-endian numbers' CODEC(ZSTD(1)),
  large_communities Array(Tuple(global UInt32, local1 UInt32, local2 UInt32)) COMMENT 'Large communities (RFC 8092)' CODEC(ZSTD(1)),
  atomic_aggregate Bool COMMENT 'Whether ATOMIC_AGGREGATE was set' CODEC(ZSTD(1)),
  aggregator_asn UInt32 COMMENT 'ASN of AGGREGATOR; 0 where missing' CODEC(ZSTD(1)),
  aggregator_address IPv6 COMMENT 'Address of AGGREGATOR; :: where missing' CODEC(ZSTD(1)),
  only_to_customer UInt32 COMMENT 'OTC attribute (RFC 9234); 0 where missing' CODEC(ZSTD(1)),
  source_id UInt32 COMMENT 'Source of the row, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the source, see ledger: its range says where in the file the record stands' CODEC(ZSTD(1)),
  -- The hour in the sorting key groups the rows; this index is what prunes by time (ClickHouse does not see through toStartOfHour here).
  INDEX received_at_index received_at TYPE minmax GRANULARITY 1,
  INDEX origin_asns_index origin_asns TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (toStartOfHour(received_at), prefix_address, prefix_length, received_at, peer_asn)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Every RIB entry, announcement and withdrawal, as the route collectors heard them';

CREATE TABLE IF NOT EXISTS streamwatch.peer_states
(
  received_at DateTime64(6, 'UTC') COMMENT 'Time at the route collector, UTC' CODEC(ZSTD(1)),
  collector LowCardinality(String) COMMENT 'Route collector, for example rrc00' CODEC(ZSTD(1)),
  peer_asn UInt32 COMMENT 'ASN of the peer' CODEC(ZSTD(1)),
  peer_address IPv6 COMMENT 'Address of the peer; IPv4 as ::ffff:a.b.c.d' CODEC(ZSTD(1)),
  old_state Enum8('unknown' = 0, 'idle' = 1, 'connect' = 2, 'active' = 3, 'open_sent' = 4, 'open_confirm' = 5, 'established' = 6, 'clearing' = 7, 'deleted' = 8) COMMENT 'State before (RFC 6396 section 4.4.1)' CODEC(ZSTD(1)),
  new_state Enum8('unknown' = 0, 'idle' = 1, 'connect' = 2, 'active' = 3, 'open_sent' = 4, 'open_confirm' = 5, 'established' = 6, 'clearing' = 7, 'deleted' = 8) COMMENT 'State after' CODEC(ZSTD(1)),
  source_id UInt32 COMMENT 'Source of the row, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the source, see ledger' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (collector, peer_asn, peer_address, received_at)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'State changes of the sessions between peers and route collectors; many dumps hold none';

CREATE TABLE IF NOT EXISTS streamwatch.rejected_records
(
  source String COMMENT 'File name without its folder, or the feed' CODEC(ZSTD(1)),
  offset UInt64 COMMENT 'Where the record starts in the decompressed source, bytes' CODEC(ZSTD(1)),
  reason LowCardinality(String) COMMENT 'Why it was rejected' CODEC(ZSTD(1)),
  first_bytes String COMMENT 'First bytes of the record, at most 64; show with hex(first_bytes)' CODEC(ZSTD(1)),
  received_at Nullable(DateTime64(6, 'UTC')) COMMENT 'Time at the route collector, UTC; null where the record does not tell' CODEC(ZSTD(1)),
  source_id UInt32 COMMENT 'Source of the row, see sources' CODEC(ZSTD(1)),
  block UInt32 COMMENT 'Block of the source, see ledger' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (source_id, offset)
SETTINGS non_replicated_deduplication_window = 1000
COMMENT 'Records that could not be read: counted and kept, never dropped silently';
