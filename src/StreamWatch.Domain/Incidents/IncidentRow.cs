using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Outages;

namespace StreamWatch.Domain.Incidents;

/// <summary>An outage as a part of an incident.</summary>
public sealed class IncidentRow(OutageRevision first)
{
    /// <summary>What its own rule said last.</summary>
    public OutageRevision Said { get; set; } = first;

    /// <summary>What was given out last; null before the first time.</summary>
    public OutageRevision? Given { get; set; }

    /// <summary>What an earlier process gave out last; null where this one found it.</summary>
    public OutageRevision? Told { get; init; }

    public bool IsOpen => Said.State == OutageState.Open;

    public Entity Entity => new(Said.EntityType, Said.Entity);

    /// <summary>Whether it is of a single target.</summary>
    public bool IsTarget => Said.EntityType == EntityType.Target;
}
