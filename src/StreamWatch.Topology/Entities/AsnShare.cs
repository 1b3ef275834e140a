using StreamWatch.Domain.Detection;

namespace StreamWatch.Topology.Entities;

/// <summary>The ASNs of one partition.</summary>
internal sealed class AsnShare(EntityShares shares, int partition) : IAsnShare
{
    public bool Holds(uint asn) => shares.OfAsn(asn) == partition;
}
