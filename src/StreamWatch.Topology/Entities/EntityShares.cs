using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Watching;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.Topology.Entities;

/// <summary>
/// Which partition holds which entities. What a watch file ties together (a group, its targets, ASNs and country, hosts that share fate or an address) is judged
/// in one place, because it may become one incident; everything else by itself. Not thread-safe.
/// </summary>
public sealed class EntityShares
{
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _controls;

    // Asked for each row of a table and for each result: found once.
    private readonly Dictionary<uint, int> _byAsn = [];
    private readonly Dictionary<string, int> _byTarget = new(StringComparer.Ordinal);
    private readonly int _partitions;

    /// <param name="watch">What is watched by name.</param>
    /// <param name="partitions">Partitions of the entities.</param>
    public EntityShares(WatchList watch, int partitions)
    {
        _partitions = partitions;
        _controls = new HashSet<string>(watch.Controls, StringComparer.Ordinal);
        foreach (var group in watch.Groups)
        {
            foreach (var asn in group.Asns)
            {
                Tie(NameOf(Entity.OfAsn(asn)), "group " + group.Name);
            }

            if (group.Country is { } country)
            {
                Tie("country " + country, "group " + group.Name);
            }
        }

        foreach (var target in watch.Targets.Where(target => !_controls.Contains(target.Name)))
        {
            foreach (var entity in Members.EntitiesOf(watch, target))
            {
                Tie(OfName(target.Name), NameOf(entity));
            }

            if ((target.Shares ?? target.Probe?.Address?.ToString()) is { } unit)
            {
                Tie(OfName(target.Name), "unit " + unit);
            }
        }
    }

    /// <summary>Whether a target tells of the vantage points' health: every partition hears of it.</summary>
    public bool IsControl(string target) => _controls.Contains(target);

    /// <summary>Partition of a target.</summary>
    public int OfTarget(string name)
    {
        if (!_byTarget.TryGetValue(name, out var partition))
        {
            _byTarget.Add(name, partition = Partition(OfName(name)));
        }

        return partition;
    }

    /// <summary>Partition of an ASN.</summary>
    public int OfAsn(uint asn)
    {
        if (!_byAsn.TryGetValue(asn, out var partition))
        {
            _byAsn.Add(asn, partition = Partition(NameOf(Entity.OfAsn(asn))));
        }

        return partition;
    }

    /// <summary>What of a watch file is judged in a partition: its targets, and the controls.</summary>
    public WatchList Of(WatchList watch, int partition) => watch with
    {
        Targets = [.. watch.Targets.Where(target => IsControl(target.Name) || OfTarget(target.Name) == partition)],
    };

    private static string OfName(string target) => "target " + target;

    private static string NameOf(Entity entity) => $"{entity.Type switch
    {
        Domain.Outages.EntityType.Asn => "asn",
        Domain.Outages.EntityType.Group => "group",
        Domain.Outages.EntityType.Country => "country",
        _ => "target",
    }} {entity.Name}";

    private int Partition(string name) => Partitioner.Of(Root(name), _partitions);

    private void Tie(string one, string other)
    {
        var (first, second) = (Root(one), Root(other));
        if (first != second)
        {
            // The least name stands for all, in whatever order they are tied.
            var isFirst = string.CompareOrdinal(first, second) < 0;
            _parents[isFirst ? second : first] = isFirst ? first : second;
        }
    }

    private string Root(string name)
    {
        while (_parents.TryGetValue(name, out var parent))
        {
            name = parent;
        }

        return name;
    }
}
