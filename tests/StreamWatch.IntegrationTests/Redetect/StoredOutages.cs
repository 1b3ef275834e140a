using StreamWatch.IntegrationTests.Replay;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary>What the views say of outages that stand, without the revision and the run that said it.</summary>
static class StoredOutages
{
    const string Standing = "(SELECT id FROM v_outages WHERE state != 'superseded')";

    static readonly string[] Everything =
    [
        "SELECT * EXCEPT ('^(revision|run_id)$') FROM v_outages WHERE state != 'superseded' ORDER BY id",
        $"SELECT * FROM v_outage_phases WHERE id IN {Standing} ORDER BY id, phase",
        $"SELECT * FROM v_outage_causes WHERE id IN {Standing} ORDER BY id, rank",
        $"SELECT * FROM v_outage_targets WHERE id IN {Standing} ORDER BY id, target",
        "SELECT * FROM v_incidents ORDER BY incident_id",
    ];

    static readonly string[] Facts =
    [
        """
        SELECT * EXCEPT ('^(revision|run_id|chance|similar_to|min_visibility|baseline)$')
        FROM v_outages WHERE state != 'superseded' ORDER BY id
        """,
        $"SELECT id, phase, at FROM v_outage_phases WHERE id IN {Standing} ORDER BY id, phase",
        $"SELECT id, cause FROM v_outage_causes WHERE rank = 1 AND id IN {Standing} ORDER BY id",
        $"SELECT * FROM v_outage_targets WHERE id IN {Standing} ORDER BY id, target",
        "SELECT * EXCEPT ('^(probability|evidence|similar_to)$') FROM v_incidents ORDER BY incident_id",
    ];

    /// <summary>Every word.</summary>
    public static Task<string> AllAsync(ReplayPlace place, string data) => ReadAsync(place, data, Everything);

    /// <summary>What people go by: when, what, how much, how it unfolded and what it is first of all consistent with.</summary>
    public static Task<string> FactsAsync(ReplayPlace place, string data) => ReadAsync(place, data, Facts);

    static async Task<string> ReadAsync(ReplayPlace place, string data, string[] queries)
    {
        var parts = new List<string>();
        foreach (var query in queries)
        {
            parts.Add(await place.SqlAsync(data, query));
        }

        return string.Join("\n\n", parts);
    }
}
