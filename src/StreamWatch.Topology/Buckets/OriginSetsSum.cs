using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>Unites sets of origins, by view.</summary>
internal sealed class OriginSetsSum
{
    private readonly List<HashSet<uint>> _byView = [];

    /// <summary>Unites these with what is there.</summary>
    /// <exception cref="ContractException">The columns do not belong together.</exception>
    public void Add(OriginSets? sets)
    {
        var views = sets is null || sets.View.Count == 0 ? 0 : (int)sets.View.Max() + 1;
        Contract.Require(views is >= 0 and <= MostViews, $"sets are of at most {MostViews} views");
        while (_byView.Count < views)
        {
            _byView.Add([]);
        }

        OriginSetsCodec.Unite(sets, _byView);
    }

    /// <summary>Adds all of it.</summary>
    public void WriteTo(OriginSets sets)
    {
        for (var view = 0; view < _byView.Count; view++)
        {
            OriginSetsCodec.Add(sets, view, _byView[view]);
        }
    }

    /// <summary>More than all route collectors of the world have together.</summary>
    private const int MostViews = 1 << 20;
}
