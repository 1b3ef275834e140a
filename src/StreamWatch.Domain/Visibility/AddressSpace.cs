using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Visibility;

/// <summary>
/// The baseline address space of an ASN in one family: the union of its established routes. All its routes are nested in
/// it, each with the blocks (/24s of IPv4, /48s of IPv6) of the space that are its own, so that nothing is counted twice
/// and a space that is announced in other pieces than before is still carried.
/// </summary>
public sealed class AddressSpace
{
    private SpaceNode[] _nodes = [];

    /// <summary>The nodes; a covering prefix stands before those that it covers.</summary>
    public ReadOnlySpan<SpaceNode> Nodes => _nodes;

    /// <summary>Blocks in the union.</summary>
    public long Blocks { get; private set; }

    /// <summary>Blocks in a prefix: /24s for IPv4, /48s for IPv6.</summary>
    public static long BlocksIn(in Prefix prefix) =>
        1L << ((prefix.Family == AddressFamily.IPv4 ? 24 : 48) - prefix.Length);

    /// <summary>
    /// Builds the space again from all routes of the ASN in the family: the established ones are the space, the others may carry parts of it.
    /// </summary>
    public void Build(RouteTable table, List<int> routes)
    {
        routes.Sort((a, b) => table.Prefixes[table.Route(a).Prefix].CompareTo(table.Prefixes[table.Route(b).Prefix]));
        _nodes = new SpaceNode[routes.Count];
        Blocks = 0;
        var inSpace = new bool[routes.Count];
        var parent = -1;
        for (var i = 0; i < routes.Count; i++)
        {
            var number = table.Route(routes[i]).Prefix;
            ref readonly var prefix = ref table.Prefixes[number];
            while (parent >= 0 && !table.Prefixes[_nodes[parent].Prefix].Covers(prefix))
            {
                parent = _nodes[parent].Parent;
            }

            var established = table.Route(routes[i]).Established;
            var isCovered = parent >= 0 && inSpace[parent];
            inSpace[i] = established || isCovered;
            var blocks = inSpace[i] ? BlocksIn(prefix) : 0;
            _nodes[i] = new SpaceNode(routes[i], number, parent, blocks, established);
            if (isCovered)
            {
                _nodes[parent] = _nodes[parent] with { OwnBlocks = _nodes[parent].OwnBlocks - blocks };
            }
            else
            {
                Blocks += blocks;
            }

            parent = i;
        }
    }
}
