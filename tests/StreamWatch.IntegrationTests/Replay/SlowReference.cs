using System.Globalization;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>
/// Judges outages from the elems alone, slowly and plainly: for each lost prefix, the last word of each peer that ever spoke of it, at a few
/// moments. Peers that spoke of more than 5,000 prefixes in the quarter of an hour of a moment are left out: they send or lose their table.
/// </summary>
static class SlowReference
{
    const string Sql =
        """
        WITH
          loud AS (
            SELECT peer_address AS peer, toUnixTimestamp64Milli(toDateTime64(toStartOfInterval(received_at, INTERVAL 15 MINUTE), 3, 'UTC')) AS slot
            FROM bgp_elems GROUP BY peer, slot HAVING uniqExact(prefix_address, prefix_length) > 5000),
          outage AS (
            SELECT id, lost_prefixes,
              toUnixTimestamp64Milli(onset_at) AS onset,
              ifNull(toUnixTimestamp64Milli(recovered_at), 0) AS recovered,
              (SELECT toUnixTimestamp64Milli(max(received_at)) FROM bgp_elems) AS newest,
              intDiv(onset + if(recovered = 0, newest, recovered), 2) AS middle
            FROM v_outages),
          lost AS (SELECT id, onset, middle, recovered, arrayJoin(lost_prefixes) AS prefix FROM outage),
          said AS (
            SELECT l.id AS id, l.prefix AS prefix, l.onset AS onset, l.middle AS middle, l.recovered AS recovered, e.peer_address AS peer,
              (toUnixTimestamp64Micro(e.received_at), e.source_id, e.block) AS number,
              toUnixTimestamp64Milli(e.received_at) AS at, e.elem_type = 'withdraw' AS gone
            FROM lost AS l INNER JOIN bgp_elems AS e ON e.prefix = l.prefix
            WHERE e.safi = 1
              AND (e.peer_address, intDiv(l.middle, 900000) * 900000) NOT IN (SELECT peer, slot FROM loud)
              AND (e.peer_address, intDiv(l.onset, 900000) * 900000) NOT IN (SELECT peer, slot FROM loud)),
          last AS (
            SELECT id, prefix, peer, any(recovered) AS ended,
              argMaxIf(gone, number, at < onset) AS gone_before,
              argMaxIf(gone, number, at < onset + 600000) AS gone_opened, countIf(at < onset + 600000) > 0 AS spoke_opened,
              argMaxIf(gone, number, at < middle) AS gone_amid, countIf(at < middle) > 0 AS spoke_amid,
              argMaxIf(NOT gone, number, at < recovered + 300000) AS back
            FROM said GROUP BY id, prefix, peer),
          share AS (
            SELECT id, prefix, any(ended) AS over,
              avg(gone_before) AS before, avgIf(gone_opened, spoke_opened) AS opened, avgIf(gone_amid, spoke_amid) AS amid, avg(back) AS after
            FROM last GROUP BY id, prefix)
        SELECT id, avg(opened) AS gone, avg(before) < 0.5 AND avg(amid) > 0.5 AND (any(over) = 0 OR avg(after) > 0.5) AS whole
        FROM share GROUP BY id ORDER BY id
        """;

    /// <summary>Every outage that is stored, judged.</summary>
    public static async Task<IReadOnlyList<Verdict>> JudgeAsync(ReplayPlace place, string data)
    {
        var answer = await place.SqlAsync(data, Sql);
        return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(
            cells => new Verdict(cells[0], double.Parse(cells[1], CultureInfo.InvariantCulture), cells[2] == "1"))];
    }

    /// <summary>What the reference says of an outage.</summary>
    /// <param name="Id">The outage.</param>
    /// <param name="GoneWhenOpened">Two bins after the onset: share of the peers that had spoken whose last word was a withdrawal.</param>
    /// <param name="IsConfirmed">Most peers had not withdrawn before, most had in the middle, most were back after the recovery.</param>
    internal sealed record Verdict(string Id, double GoneWhenOpened, bool IsConfirmed);
}
