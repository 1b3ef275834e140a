using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Domain.Correlation;

/// <summary>What each entity consists of, so that it is known which outages are parts of one incident.</summary>
public sealed class Members
{
    private readonly Dictionary<Entity, HashSet<string>> _members = [];

    /// <summary>The groups and countries of a watch file with their ASNs; targets are added as their units become known.</summary>
    public Members(WatchList watch)
    {
        foreach (var group in watch.Groups)
        {
            foreach (var asn in group.Asns)
            {
                Add(new Entity(EntityType.Group, group.Name), OfAsn(asn));
                if (group.Country is { } country)
                {
                    Add(new Entity(EntityType.Country, country), OfAsn(asn));
                }
            }
        }
    }

    /// <summary>The group, country and ASN that a target belongs to by the watch file; an ASN or country that it does not name is its group's.</summary>
    public static IEnumerable<Entity> EntitiesOf(WatchList watch, WatchedTarget target)
    {
        var group = watch.Groups.FirstOrDefault(group => group.Name == target.Group);
        if (group is not null)
        {
            yield return new Entity(EntityType.Group, group.Name);
        }

        if ((target.Country ?? group?.Country) is { } country)
        {
            yield return new Entity(EntityType.Country, country);
        }

        if ((target.Asn ?? (group is { Asns: [var only] } ? only : null)) is { } asn)
        {
            yield return Entity.OfAsn(asn);
        }
    }

    /// <summary>Adds a target to itself and to the entities that hold it.</summary>
    public void Add(WatchedTarget target, string unit, IEnumerable<Entity> entities)
    {
        foreach (var entity in entities.Append(new Entity(EntityType.Target, target.Name)))
        {
            Add(entity, "target " + target.Name);
            Add(entity, "unit " + unit);
            if (entity.Type != EntityType.Target && target.Asn is { } asn)
            {
                Add(entity, OfAsn(asn));
            }
        }
    }

    /// <summary>Whether one holds a part of the other.</summary>
    public bool AreRelated(Entity one, Entity other)
    {
        if (one == other)
        {
            return true;
        }

        var (first, second) = (Of(one), Of(other));
        return first.Count < second.Count ? first.Overlaps(second) : second.Overlaps(first);
    }

    private static string OfAsn(uint asn) => $"asn {asn}";

    private HashSet<string> Of(Entity entity)
    {
        if (_members.TryGetValue(entity, out var members))
        {
            return members;
        }

        return entity.Type == EntityType.Asn ? [OfAsn(uint.Parse(entity.Name.AsSpan(2), null))] : [];
    }

    private void Add(Entity entity, string member)
    {
        if (!_members.TryGetValue(entity, out var members))
        {
            _members.Add(entity, members = entity.Type == EntityType.Asn ? [OfAsn(uint.Parse(entity.Name.AsSpan(2), null))] : []);
        }

        members.Add(member);
    }
}
