namespace StreamWatch.Simulation.Truth;

/// <summary>What happened once: the outages that belong together, why, and in which order. Times are UTC.</summary>
/// <param name="Id">Its id in this file.</param>
/// <param name="Cause"><c>network_stress</c>, <c>shutdown</c>, <c>upstream_or_cable_cut</c>, <c>power_loss</c>, <c>routing_misconfiguration</c> or <c>unexplained</c>.</param>
/// <param name="Onset">First onset among its outages.</param>
/// <param name="End">Last end among them.</param>
/// <param name="Entities">Its outages of ASNs, groups and countries as <c>type:entity</c>.</param>
/// <param name="Phases">The phases that were reached, in order of time.</param>
/// <param name="RecoveryOrder">Kinds of service in the order in which half of each served again for good; those that never fell below are left out.</param>
/// <param name="Affected">Targets that did not serve at some time of it.</param>
public sealed record TrueIncident(
    string Id,
    string Cause,
    DateTimeOffset Onset,
    DateTimeOffset End,
    IReadOnlyList<string> Entities,
    IReadOnlyList<TruePhase> Phases,
    IReadOnlyList<TrueReturn> RecoveryOrder,
    IReadOnlyList<string> Affected);
