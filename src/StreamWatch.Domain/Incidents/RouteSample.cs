using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Incidents;

/// <summary>How much of an ASN's space was seen at a time.</summary>
/// <param name="Asn">The ASN.</param>
/// <param name="Family">Address family of the space.</param>
/// <param name="AtMicros">Microseconds since the epoch.</param>
/// <param name="Share">Visibility as a share of the baseline, 0 and up.</param>
/// <param name="Split">Share of the space that some views carry and others do not, 0 to 1.</param>
/// <param name="Moved">Share of the space that is carried under another origin, 0 to 1.</param>
public readonly record struct RouteSample(uint Asn, AddressFamily Family, long AtMicros, double Share, double Split, double Moved);
