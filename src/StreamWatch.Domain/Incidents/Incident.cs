using StreamWatch.Domain.Outages;

namespace StreamWatch.Domain.Incidents;

/// <summary>Outages that are one event: what failed at the same time and shares a part.</summary>
public sealed class Incident(string id)
{
    /// <summary>The id of its first outage.</summary>
    public string Id { get; set; } = id;

    public List<IncidentRow> Rows { get; } = [];

    /// <summary>How it unfolded, as far as is known.</summary>
    public IncidentAnalysis Analysis { get; set; } = IncidentAnalysis.None;

    /// <summary>Names of targets that failed in it.</summary>
    public SortedSet<string> Affected { get; } = new(StringComparer.Ordinal);

    /// <summary>What an earlier process said of it last; null where this one found it.</summary>
    public IncidentAnalysis? Told { get; set; }

    public bool IsOpen => Rows.Exists(row => row.IsOpen);

    /// <summary>Whether it is of nothing wider than targets.</summary>
    public bool IsOfTargets => Rows.TrueForAll(row => row.IsTarget);

    /// <summary>Start of its first outage; of nothing wider than targets only where it has nothing wider.</summary>
    public DateTime OnsetAt => Weighty.Min(row => row.Said.OnsetAt);

    /// <summary>Newest start of an outage in it.</summary>
    public DateTime LastOnsetAt => Rows.Max(row => row.Said.OnsetAt);

    /// <summary>When the last of its outages ended; null while one is open.</summary>
    public DateTime? RecoveredAt => Weighty.Any(row => row.IsOpen) ? null : Weighty.Max(row => row.Said.RecoveredAt);

    private IEnumerable<IncidentRow> Weighty => IsOfTargets ? Rows : Rows.Where(row => !row.IsTarget);

    /// <summary>The outage that another one is a part of: the narrowest of the wider ones; null where there is none.</summary>
    public string? ParentOf(IncidentRow row) => Rows
        .Where(other => Width(other.Said.EntityType) < Width(row.Said.EntityType))
        .OrderByDescending(other => Width(other.Said.EntityType))
        .ThenBy(other => other.Said.OnsetAt)
        .ThenBy(other => other.Said.Id, StringComparer.Ordinal)
        .FirstOrDefault()?.Said.Id;

    private static int Width(EntityType type) => type switch
    {
        EntityType.Country => 0,
        EntityType.Group => 1,
        EntityType.Asn => 2,
        _ => 3,
    };
}
