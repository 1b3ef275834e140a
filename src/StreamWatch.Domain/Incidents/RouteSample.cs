using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Incidents;

/// <summary>How much of an ASN's space was seen at a time.</summary>
/// <param name="Asn">The ASN.</param>
/// <param name="Family">Address family of the space.</param>
/// <param name="AtMicros">Microseconds since the epoch.</param>
/// <param name="Share">Visibility as a share of the baseline, 0 and up.</param>
public readonly record struct RouteSample(uint Asn, AddressFamily Family, long AtMicros, double Share);
