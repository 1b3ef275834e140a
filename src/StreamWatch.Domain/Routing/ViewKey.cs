using System.Net;

namespace StreamWatch.Domain.Routing;

/// <summary>
/// Names a view: one peer's table at one route collector. Peers are told apart by address and ASN, because one address may
/// have spoken for two ASNs over the years.
/// </summary>
/// <param name="Collector">Name of the route collector, for example <c>rrc00</c> or <c>route-views2</c>; never empty.</param>
/// <param name="Asn">ASN of the peer.</param>
/// <param name="Address">Address of the peer, IPv4 or IPv6.</param>
public sealed record ViewKey(string Collector, uint Asn, IPAddress Address) : IComparable<ViewKey>
{
    /// <summary>By collector, ASN and address, so that views are numbered alike whatever order they were met in.</summary>
    public int CompareTo(ViewKey? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = string.CompareOrdinal(Collector, other.Collector);
        order = order != 0 ? order : Asn.CompareTo(other.Asn);
        return order != 0 ? order : Address.GetAddressBytes().AsSpan().SequenceCompareTo(other.Address.GetAddressBytes());
    }

    public override string ToString() => $"{Collector}/AS{Asn}/{Address}";
}
