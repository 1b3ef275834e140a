using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;

namespace StreamWatch.Domain.Correlation;

/// <summary>What an earlier process decided, entity by entity.</summary>
public sealed class ToldEntities
{
    private readonly Dictionary<Entity, List<OutageRevision>> _told;
    private readonly long _decidesFrom;
    private readonly ProbingOptions _options;

    /// <param name="told">The last revision of each outage.</param>
    /// <param name="decidesFrom">First bin that nobody has decided yet.</param>
    /// <param name="options">The numbers that decide.</param>
    public ToldEntities(IEnumerable<OutageRevision> told, long decidesFrom, ProbingOptions options)
    {
        _told = told.GroupBy(outage => new Entity(outage.EntityType, outage.Entity)).ToDictionary(outages => outages.Key, outages => outages.ToList());
        _decidesFrom = decidesFrom;
        _options = options;
    }

    /// <summary>What was decided of an entity; of one that had no outage, that it had none.</summary>
    public ToldOutages Of(Entity entity) => new(_told.GetValueOrDefault(entity) ?? [], _decidesFrom, _options);
}
