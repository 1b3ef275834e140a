using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Outages;

namespace StreamWatch.Simulation.Evaluation;

/// <summary>What a true and a found outage have to have in common to be one: only outages of one key are compared.</summary>
/// <param name="Entity">Of what.</param>
/// <param name="Basis">By what.</param>
public readonly record struct OutageKey(Entity Entity, OutageBasis Basis)
{
    /// <summary>Whether it is of a single target; those are counted apart.</summary>
    public bool IsOfTarget => Entity.Type == EntityType.Target;

    /// <summary><c>asn AS64500 by routes</c>.</summary>
    public override string ToString() => $"{Entity.Type.ToString().ToLowerInvariant()} {Entity.Name} by {Basis.ToString().ToLowerInvariant()}";
}
