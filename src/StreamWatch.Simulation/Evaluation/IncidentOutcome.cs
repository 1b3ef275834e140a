using StreamWatch.Domain.Outages;

namespace StreamWatch.Simulation.Evaluation;

/// <summary>What became of the incidents of one folder.</summary>
public sealed record IncidentOutcome
{
    /// <summary>What happened; an outage that stands alone is one by itself.</summary>
    public required int True { get; init; }

    /// <summary>Those of which any row was found.</summary>
    public required int TrueFound { get; init; }

    /// <summary>Those that were told as more than one.</summary>
    public required int Split { get; init; }

    /// <summary>Incidents that were found, without those that count neither way.</summary>
    public required int Found { get; init; }

    /// <summary>Those of which any row is true.</summary>
    public required int FoundTrue { get; init; }

    /// <summary>Of each found incident whose cause is known: the true cause and what was said.</summary>
    public required IReadOnlyList<CauseOutcome> Causes { get; init; }

    /// <summary>Reads it from the pairings of one folder and rule; rows of single targets are left out.</summary>
    public static IncidentOutcome Of(LabelledFolder folder, IReadOnlyList<Pairing> pairings)
    {
        var rows = pairings.Where(pairing => !pairing.Key.IsOfTarget).ToList();
        var truth = rows.Where(pairing => pairing is { Kind: PairingKind.Matched or PairingKind.Missed })
            .GroupBy(pairing => pairing.True!.Incident is { } id ? (object)id : pairing.True)
            .Select(incident => incident.Where(pairing => pairing.Kind == PairingKind.Matched).ToList())
            .ToList();
        var found = rows.Where(pairing => pairing.Kind is PairingKind.Matched or PairingKind.False or PairingKind.Fragment)
            .ToLookup(pairing => pairing.Found!.Incident, pairing => pairing.Kind == PairingKind.Matched);
        return new IncidentOutcome
        {
            True = truth.Count,
            TrueFound = truth.Count(matched => matched.Count > 0),
            Split = truth.Count(matched => matched.DistinctBy(pairing => pairing.Found!.Incident).Skip(1).Any()),
            Found = found.Count,
            FoundTrue = found.Count(incident => incident.Any(isTrue => isTrue)),
            Causes = [.. truth.Select(matched => CauseOf(folder, matched)).OfType<CauseOutcome>()],
        };
    }

    /// <summary>By the widest row that was found; of rows as wide, the one by hosts, then the first.</summary>
    private static CauseOutcome? CauseOf(LabelledFolder folder, List<Pairing> matched)
    {
        var row = matched
            .OrderByDescending(pairing => Width(pairing.Key.Entity.Type))
            .ThenByDescending(pairing => pairing.Key.Basis)
            .ThenBy(pairing => pairing.Found!.OnsetAt)
            .ThenBy(pairing => pairing.Found!.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        var incident = folder.Incidents.FirstOrDefault(incident => incident.Id == row?.True!.Incident);
        return row is null || incident is null ? null : new CauseOutcome(folder.Path, incident.Id, incident.Cause, row.Found!.Causes);
    }

    private static int Width(EntityType type) => type switch
    {
        EntityType.Country => 3,
        EntityType.Group => 2,
        EntityType.Asn => 1,
        _ => 0,
    };
}
