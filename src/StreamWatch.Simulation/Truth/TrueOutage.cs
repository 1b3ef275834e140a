using System.Text.Json.Serialization;

namespace StreamWatch.Simulation.Truth;

/// <summary>An outage that really happens in a simulation. Times are UTC.</summary>
/// <param name="EntityType">Always <c>asn</c> so far.</param>
/// <param name="Entity">The ASN in decimal.</param>
/// <param name="Onset">When the origin stopped being reachable; the first peer says so after this.</param>
/// <param name="LostByAllAt">When the last peer that speaks has withdrawn.</param>
/// <param name="End">When the origin was reachable again; the first peer announces after this.</param>
/// <param name="RestoredByAllAt">When the last peer that speaks has announced again.</param>
/// <param name="Severity">How much of the ASN is lost.</param>
/// <param name="LostPrefixes">The prefixes lost.</param>
/// <param name="KeptPrefixes">The prefixes of the ASN that stay.</param>
public sealed record TrueOutage(
    string EntityType,
    string Entity,
    DateTimeOffset Onset,
    DateTimeOffset LostByAllAt,
    DateTimeOffset End,
    DateTimeOffset RestoredByAllAt,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Severity>))] Severity Severity,
    IReadOnlyList<string> LostPrefixes,
    IReadOnlyList<string> KeptPrefixes);
