namespace StreamWatch.IntegrationTests.Replay;

/// <summary>Counts and checksums of everything that a replay stores, without the columns that say where a row came from.</summary>
static class StoredState
{
    static readonly string[] Tables = ["bgp_elems", "peer_states", "source_marks", "asn_bins", "rejected_records", "v_outages"];

    /// <summary>A line for each table, and one for the revisions of outages.</summary>
    public static Task<string> ReadAsync(ReplayPlace place, string data)
    {
        // As text: the hash of a row with a NULL in it is NULL, and would not be counted.
        // v_outages has neither source_id nor block; EXCEPT takes a pattern so that one query fits all.
        var parts = Tables.Select(table => $"SELECT '{table}' AS name, count() AS rows, sum(cityHash64(toString(tuple(*)))) AS checksum FROM (SELECT * EXCEPT ('^(source_id|block)$') FROM {table})");
        var revisions = "SELECT 'revisions', uniqExact(id, revision), sum(cityHash64(id, revision)) FROM (SELECT DISTINCT id, revision FROM outages)";
        return place.SqlAsync(data, $"SELECT * FROM ({string.Join(" UNION ALL ", parts.Append(revisions))}) ORDER BY name");
    }
}
