namespace StreamWatch.Simulation.Evaluation;

/// <summary>A stretch in which an outage that was found neither counts for nor against: a failure too brief to be an outage.</summary>
/// <param name="Basis">By what.</param>
/// <param name="StartAt">First moment, UTC.</param>
/// <param name="EndAt">First moment after it, UTC.</param>
/// <param name="Asns">Names of the ASNs concerned, <c>AS64500</c>; empty where all entities are.</param>
public sealed record ExcusedEvent(OutageBasis Basis, DateTime StartAt, DateTime EndAt, IReadOnlyCollection<string> Asns)
{
    /// <summary>Whether it is about outages of this key. Never about single targets.</summary>
    public bool Concerns(OutageKey key) => key.Basis == Basis && !key.IsOfTarget && (Asns.Count == 0 || Asns.Contains(key.Entity.Name));
}
