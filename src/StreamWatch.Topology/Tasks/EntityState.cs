using StreamWatch.Schemas.Results;
using StreamWatch.Topology.Entities;

namespace StreamWatch.Topology.Tasks;

/// <summary>What the entities of a partition keep.</summary>
/// <param name="Engine">The entities.</param>
/// <param name="Given">Rows that were given.</param>
/// <param name="Open">Ids of the outages that are open.</param>
/// <param name="IsTold">Whether the end was told.</param>
internal sealed record EntityState(EntityEngine Engine, ResultNumbers Given, string[] Open, bool IsTold);
