using System.Text.Json.Serialization;

namespace StreamWatch.Simulation.Truth;

/// <summary>What is true about a simulated data set: what <c>truth.json</c> says.</summary>
public sealed class GroundTruth
{
    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The seed it was made with.</summary>
    public required int Seed { get; init; }

    /// <summary>What the data is and after what it was made; never a measurement.</summary>
    public required string Provenance { get; init; }

    /// <summary>The stretches of time that the files cover.</summary>
    public required IReadOnlyList<TrueWindow> Windows { get; init; }

    /// <summary>The collectors and how many peers each has.</summary>
    public required IReadOnlyList<TrueCollector> Collectors { get; init; }

    /// <summary>The outages, in order of onset.</summary>
    public IReadOnlyList<TrueOutage> Outages =>
    [
        .. OutageList.OrderBy(outage => outage.Onset).ThenBy(outage => outage.EntityType, StringComparer.Ordinal)
            .ThenBy(outage => outage.Entity.Length).ThenBy(outage => outage.Entity, StringComparer.Ordinal).ThenBy(outage => outage.Basis, StringComparer.Ordinal),
    ];

    /// <summary>Those of ASNs by routes, in order of onset.</summary>
    [JsonIgnore]
    public IReadOnlyList<TrueOutage> RouteOutages => [.. Outages.Where(outage => outage.Basis == TrueOutage.ByRoutes)];

    /// <summary>What outages belong together and why they happened, in order of onset. Empty where only routes are simulated.</summary>
    public IReadOnlyList<TrueIncident> Incidents => [.. IncidentList.OrderBy(incident => incident.Onset)];

    /// <summary>The events that are none, in order of start.</summary>
    public IReadOnlyList<LabelledEvent> NotOutages =>
        [.. EventList.OrderBy(happening => happening.Start).ThenBy(happening => happening.Label, StringComparer.Ordinal)];

    internal List<TrueOutage> OutageList { get; } = [];

    internal List<TrueIncident> IncidentList { get; } = [];

    internal List<LabelledEvent> EventList { get; } = [];
}
