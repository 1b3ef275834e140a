using System.Numerics;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Visibility;

/// <summary>
/// Measures an address space against the tables of the usable views. A block is carried by a view that carries any
/// prefix covering it, and lost by a view that is known to carry none of them; other views have no say.
/// Reuses its scratch memory: nothing is allocated in the steady state.
/// </summary>
public sealed class VisibilityMeter(RouteTable table)
{
    private ulong[] _carried = [];
    private ulong[] _byOrigin = [];
    private ulong[] _lost = [];
    private ulong[] _asked = [];
    private ulong[] _carrying = [];

    /// <summary>The usable views whose word on any block of the space measured last is known.</summary>
    public ReadOnlySpan<ulong> Asked => _asked;

    /// <summary>Those of them that carry any block of it.</summary>
    public ReadOnlySpan<ulong> Carrying => _carrying;

    /// <summary>Measures one space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="usable">The views that may be asked.</param>
    /// <param name="viewsNeeded">Views whose word has to be known for a block to be known.</param>
    public VisibilitySample Measure(AddressSpace space, ViewMask usable, int viewsNeeded)
    {
        var nodes = space.Nodes;
        var words = table.Known.Words;
        EnsureScratch(nodes.Length * words);
        Array.Resize(ref _asked, words);
        Array.Resize(ref _carrying, words);
        Array.Clear(_asked);
        Array.Clear(_carrying);
        long known = 0, seen25 = 0, seen50 = 0, seen75 = 0, seen100 = 0, split = 0;
        double carriedSum = 0, byOriginSum = 0, viewsSum = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            ref readonly var node = ref nodes[i];
            var (carried, byOrigin, views) = Spread(node, i * words, words, usable);
            if (node.OwnBlocks <= 0 || views < viewsNeeded)
            {
                continue;
            }

            var blocks = node.OwnBlocks;
            known += blocks;
            viewsSum += (double)blocks * views;
            carriedSum += blocks * ((double)carried / views);
            byOriginSum += blocks * ((double)byOrigin / views);
            seen25 += byOrigin * 4 >= views ? blocks : 0;
            seen50 += byOrigin * 2 >= views ? blocks : 0;
            seen75 += byOrigin * 4 >= views * 3 ? blocks : 0;
            seen100 += byOrigin == views ? blocks : 0;
            split += carried > 1 && carried * 20 >= views && carried * 10 <= views * 9 ? blocks : 0;
        }

        return new VisibilitySample(
            space.Blocks, known, carriedSum, byOriginSum, seen25, seen50, seen75, seen100,
            usable.Count, known == 0 ? 0 : (int)Math.Round(viewsSum / known))
        {
            Split = split,
        };
    }

    private (int Carried, int ByOrigin, int Views) Spread(in SpaceNode node, int at, int words, ViewMask usable)
    {
        var parent = node.Parent * words;
        var known = table.Known[node.Prefix];
        var any = table.Carried[node.Prefix];
        var route = table.CarriedByRoute[node.Route];
        int carriedCount = 0, byOriginCount = 0, views = 0;
        for (var word = 0; word < words; word++)
        {
            var carried = any[word];
            var byOrigin = route[word];

            // A piece that is not of the space can carry it; that it is not there is no loss.
            var lost = (node.Established ? known[word] : ulong.MaxValue) & ~carried;
            if (node.Parent >= 0)
            {
                carried |= _carried[parent + word];
                byOrigin |= _byOrigin[parent + word];
                lost &= _lost[parent + word];
            }

            _carried[at + word] = carried;
            _byOrigin[at + word] = byOrigin;
            _lost[at + word] = lost;
            var mask = usable.Word(word);
            carriedCount += BitOperations.PopCount(carried & mask);
            byOriginCount += BitOperations.PopCount(byOrigin & mask);
            views += BitOperations.PopCount((carried | lost) & mask);
            if (node.OwnBlocks > 0)
            {
                _asked[word] |= (carried | lost) & mask;
                _carrying[word] |= carried & mask;
            }
        }

        return (carriedCount, byOriginCount, views);
    }

    private void EnsureScratch(int length)
    {
        if (_carried.Length < length)
        {
            length = (int)BitOperations.RoundUpToPowerOf2((uint)length);
            _carried = new ulong[length];
            _byOrigin = new ulong[length];
            _lost = new ulong[length];
        }
    }
}
