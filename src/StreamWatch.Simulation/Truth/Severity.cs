using System.Text.Json.Serialization;

namespace StreamWatch.Simulation.Truth;

/// <summary>How much of an ASN's address space, in /24s and /48s, an outage takes.</summary>
public enum Severity
{
    /// <summary>Less than half: to be reported for watched ASNs only.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,

    /// <summary>More than half.</summary>
    [JsonStringEnumMemberName("critical")]
    Critical,
}
