namespace StreamWatch.Domain.Outages;

/// <summary>What of an outage two detections may say differently.</summary>
public enum OutageField
{
    /// <summary>When it began.</summary>
    Onset = 0,

    /// <summary>When it was known.</summary>
    Detected = 1,

    /// <summary>When it ended, or that it has not.</summary>
    Recovered = 2,

    /// <summary>How it stands.</summary>
    State = 3,

    /// <summary>How much was lost.</summary>
    Severity = 4,

    /// <summary>What it is known from.</summary>
    Basis = 5,

    /// <summary>The incident that it belongs to, and its place in it.</summary>
    Incident = 6,

    /// <summary>The phases that were reached, and when.</summary>
    Phases = 7,

    /// <summary>What it is first of all consistent with.</summary>
    Cause = 8,

    /// <summary>The targets that failed in it.</summary>
    Targets = 9,

    /// <summary>How much was lost and of what: prefixes, units, views, and the least share that was seen, to the percent.</summary>
    Extent = 10,
}
