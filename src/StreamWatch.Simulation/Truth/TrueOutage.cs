using System.Text.Json.Serialization;

namespace StreamWatch.Simulation.Truth;

/// <summary>An outage that really happens in a simulation. Times are UTC.</summary>
/// <param name="EntityType"><c>target</c>, <c>asn</c>, <c>group</c> or <c>country</c>.</param>
/// <param name="Entity">Name of the target or group, the ASN in decimal, the code of the country.</param>
/// <param name="Onset">
/// By routes: when the origin stopped being reachable; the first peer says so after this. By units: the first moment at which at least half
/// of the units that had served in the hour before, and at least three, did not serve. Of a target: when it stopped serving.
/// </param>
/// <param name="LostByAllAt">By routes: when the last peer that speaks has withdrawn. By units: when most of them were first away.</param>
/// <param name="End">
/// By routes: when the origin was reachable again; the first peer announces after this. By units: the first moment from which fewer than a
/// fifth of those that counted at the onset were away, for three minutes and three probe intervals at least; the end of the window if there
/// is none. Of a target: when it served again.
/// </param>
/// <param name="RestoredByAllAt">By routes: when the last peer that speaks has announced again. By units: when the last one was back.</param>
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
    IReadOnlyList<string> KeptPrefixes)
{
    /// <summary>Outages of ASNs by what route collectors see.</summary>
    public const string ByRoutes = "routes";

    /// <summary>Outages by whether hosts serve.</summary>
    public const string ByUnits = "units";

    /// <summary>What it is true by: <see cref="ByRoutes"/> or <see cref="ByUnits"/>; one ASN may have both at a time.</summary>
    public string Basis { get; init; } = ByRoutes;

    /// <summary>Id of the incident that it belongs to; null for what stands alone.</summary>
    public string? Incident { get; init; }

    /// <summary>How many units counted at the onset; 0 by routes.</summary>
    public int Units { get; init; }

    /// <summary>Targets that did not serve at some time of it; empty by routes.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
}
