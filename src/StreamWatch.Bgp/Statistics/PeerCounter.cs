using System.Runtime.CompilerServices;
using StreamWatch.Bgp.Wire;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts distinct peers by address and ASN. A small table in front of the set answers for the peers that speak all the time.</summary>
internal sealed class PeerCounter
{
    private const int RecentBits = 9;

    private readonly (WireAddress Address, uint Asn)[] recent = new (WireAddress, uint)[1 << RecentBits];
    private readonly HashSet<(WireAddress Address, uint Asn)> inFile = [];
    private readonly HashSet<(WireAddress Address, uint Asn)> total = [];

    /// <summary>Distinct peers of all files that were ended with <see cref="NextFile"/>.</summary>
    public int Total => total.Count;

    /// <summary>Distinct peers since the last <see cref="NextFile"/>.</summary>
    public int InFile => inFile.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in WireAddress address, uint asn)
    {
        ref var seen = ref recent[(int)((address.High + address.Low + asn) * 0x9E3779B97F4A7C15UL >> (64 - RecentBits))];
        if (seen.Asn != asn || seen.Address.High != address.High || seen.Address.Low != address.Low || seen.Address.Family != address.Family)
        {
            seen = (address, asn);
            inFile.Add(seen);
        }
    }

    /// <summary>Ends a file: what it had goes into the total.</summary>
    public void NextFile()
    {
        total.UnionWith(inFile);
        inFile.Clear();
        Array.Clear(recent);
    }
}
