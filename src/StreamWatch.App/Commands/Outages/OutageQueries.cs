using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Outages;

/// <summary>The way from an outage back to the elems it was found in; every query can be run by hand with <c>streamwatch sql</c>.</summary>
internal static class OutageQueries
{
    /// <summary>The outage's last revision.</summary>
    public static Statement Outage(string id) => new Statement(
        "outage.read",
        """
        SELECT id, incident_id, entity_type, entity, family, basis, severity, state, onset_at, detected_at, recovered_at,
          min_visibility, baseline, space_blocks, views_usable, lost_prefixes, run_id
        FROM v_outages WHERE id = {id:String}
        """).With("id", id);

    /// <summary>That there is no such outage, and which there are instead.</summary>
    public static string Unknown(string id, IReadOnlyList<string> similar) =>
        $"there is no outage {id}{(similar.Count == 0 ? "; SELECT id FROM v_outages lists them" : $"; there are {string.Join(", ", similar)}")}";

    /// <summary>Ids like this one, the nearest first, for the message that there is no such outage.</summary>
    public static Statement Similar(string id) => new Statement(
        "outage.similar",
        "SELECT id FROM v_outages WHERE startsWith(id, substring({id:String}, 1, 12)) OR entity = extract({id:String}, '[0-9]+') ORDER BY editDistance(id, {id:String}), id LIMIT 5").With("id", id);

    /// <summary>What every peer said of the lost prefixes, from just before the onset until after the recovery.</summary>
    public static Statement Losses(string id) => new Statement(
        "outage.losses",
        """
        WITH
          (SELECT evidence_start FROM v_outages WHERE id = {id:String}) AS evidence_from,
          (SELECT if(state = 'open', toDateTime64('2299-01-01 00:00:00', 3, 'UTC'), evidence_end) FROM v_outages WHERE id = {id:String}) AS evidence_to
        SELECT
          prefix, collector, peer_asn, replaceOne(toString(peer_address), '::ffff:', '') AS peer,
          countIf(elem_type = 'announce') AS announcements,
          countIf(elem_type = 'withdraw') AS withdrawals,
          minOrNullIf(received_at, elem_type = 'withdraw') AS lost_at,
          maxOrNullIf(received_at, elem_type = 'withdraw') AS last_withdrawn_at,
          arrayFilter(t -> t > last_withdrawn_at, arraySort(groupArrayIf(received_at, elem_type = 'announce'))) AS announced_after,
          if(empty(announced_after), NULL, announced_after[1]) AS back_at,
          argMaxIf(as_path, received_at, elem_type = 'announce') AS last_path
        FROM bgp_elems
        WHERE received_at >= evidence_from AND received_at < evidence_to AND safi = 1 AND elem_type != 'rib'
          AND (prefix_address, prefix_length) IN (
            SELECT toIPv6(splitByChar('/', lost)[1]), toUInt8(splitByChar('/', lost)[2])
            FROM (SELECT arrayJoin(lost_prefixes) AS lost FROM v_outages WHERE id = {id:String}))
        GROUP BY prefix, collector, peer_asn, peer_address
        ORDER BY prefix, lost_at, collector, peer_asn
        """).With("id", id);
}
