namespace StreamWatch.Domain.Incidents;

/// <summary>An earlier outage of the same entity that unfolded alike.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">0 (nothing in common) to 1 (the same units, phases and timing).</param>
public sealed record Likeness(string Id, double Score);
