using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>Unites sets of origins, by view.</summary>
internal sealed class OriginSetsSum
{
    private readonly SortedDictionary<uint, HashSet<uint>> _byView = [];

    /// <summary>Unites these with what is there.</summary>
    /// <exception cref="ContractException">The columns do not belong together.</exception>
    public void Add(OriginSets? sets)
    {
        foreach (var (view, origin) in OriginSetsCodec.Read(sets))
        {
            if (!_byView.TryGetValue(view, out var origins))
            {
                _byView.Add(view, origins = []);
            }

            origins.Add(origin);
        }
    }

    /// <summary>Adds all of it.</summary>
    public void WriteTo(OriginSets sets)
    {
        foreach (var (view, origins) in _byView)
        {
            OriginSetsCodec.Add(sets, view, origins);
        }
    }
}
