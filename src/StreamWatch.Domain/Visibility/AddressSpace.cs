using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Visibility;

/// <summary>
/// The baseline address space of an ASN in one family: its established routes, nested, each with the blocks (/24s of
/// IPv4, /48s of IPv6) that are its own, so that the union is measured and nothing is counted twice.
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

    /// <summary>Builds the space again from the routes that belong to it.</summary>
    public void Build(RouteTable table, List<int> routes)
    {
        routes.Sort((a, b) => table.Prefixes[table.Route(a).Prefix].CompareTo(table.Prefixes[table.Route(b).Prefix]));
        _nodes = new SpaceNode[routes.Count];
        Blocks = 0;
        var parent = -1;
        for (var i = 0; i < routes.Count; i++)
        {
            var number = table.Route(routes[i]).Prefix;
            ref readonly var prefix = ref table.Prefixes[number];
            while (parent >= 0 && !table.Prefixes[_nodes[parent].Prefix].Covers(prefix))
            {
                parent = _nodes[parent].Parent;
            }

            var blocks = BlocksIn(prefix);
            _nodes[i] = new SpaceNode(routes[i], number, parent, blocks);
            if (parent >= 0)
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
