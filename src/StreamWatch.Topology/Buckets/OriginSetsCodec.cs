using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>Sets of origins as the exchange carries them: ascending, each as the distance from the one before.</summary>
internal static class OriginSetsCodec
{
    /// <summary>Adds the set of a view.</summary>
    public static void Add(OriginSets sets, uint view, IReadOnlyCollection<uint> origins)
    {
        if (origins.Count == 0)
        {
            return;
        }

        sets.View.Add(view);
        sets.Count.Add((uint)origins.Count);
        var last = 0u;
        foreach (var origin in origins.Order())
        {
            sets.Origin.Add(origin - last);
            last = origin;
        }
    }

    /// <summary>The origins with their views, as they stand in the sets.</summary>
    /// <exception cref="ContractException">The columns do not belong together.</exception>
    public static IEnumerable<(uint View, uint Origin)> Read(OriginSets? sets)
    {
        if (sets is null)
        {
            return [];
        }

        Contract.Require(sets.View.Count == sets.Count.Count && sets.Count.Sum(count => (long)count) == sets.Origin.Count, "there are as many origins as the sets say");
        return Origins(sets);
    }

    /// <summary>Unites the sets with those that are there, by view.</summary>
    /// <exception cref="ContractException">The columns do not belong together.</exception>
    public static void Unite(OriginSets? sets, IReadOnlyList<HashSet<uint>> byView)
    {
        foreach (var (view, origin) in Read(sets))
        {
            Contract.Require(view < byView.Count, "a set's view is known");
            byView[(int)view].Add(origin);
        }
    }

    private static IEnumerable<(uint View, uint Origin)> Origins(OriginSets sets)
    {
        var at = 0;
        for (var i = 0; i < sets.View.Count; i++)
        {
            var origin = 0u;
            for (var left = sets.Count[i]; left > 0; left--)
            {
                origin += sets.Origin[at++];
                yield return (sets.View[i], origin);
            }
        }
    }
}
