using System.Globalization;
using System.Text;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.App.Commands.Demo;

/// <summary>What the demo says.</summary>
internal static class DemoText
{
    public static string Opening(SimulationResult simulated, DemoFolder home) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {simulated.Truth.Provenance}
        {simulated.Files} files of {simulated.Truth.Collectors.Count} route collectors and the vantage points, {simulated.Elems:N0} elems, written to {home.Path}/simulated

        """);

    /// <summary>Every true outage of something wider than a target with what was found of it, and what was found that is none.</summary>
    public static string Truth(GroundTruth truth, IReadOnlyList<OutageRevision> found)
    {
        var culture = CultureInfo.InvariantCulture;
        var text = new StringBuilder("The truth beside it (UTC):\n");
        var matched = new HashSet<OutageRevision>();
        var wide = found.Where(outage => outage.EntityType != EntityType.Target).ToList();
        foreach (var outage in truth.Outages.Where(outage => outage.EntityType != "target"))
        {
            var match = wide.FirstOrDefault(f => IsOf(f, outage) && f.OnsetAt < outage.End.UtcDateTime && (f.RecoveredAt ?? DateTime.MaxValue) > outage.Onset.UtcDateTime);
            if (match is not null)
            {
                matched.Add(match);
            }

            var name = outage.EntityType == "asn" ? "AS" + outage.Entity : outage.Entity;
            text.Append(culture, $"  {name,-8} by {(outage.Basis == TrueOutage.ByUnits ? "hosts " : "routes")} lost {outage.Onset:yyyy-MM-dd HH:mm:ss}, back {outage.End:yyyy-MM-dd HH:mm:ss}: ")
                .AppendLine(match is null
                    ? "NOT FOUND"
                    : string.Create(culture, $"found, {match.OnsetAt:HH:mm} to {match.RecoveredAt?.ToString("HH:mm", culture) ?? "open"}, known at {match.DetectedAt:HH:mm}"));
        }

        foreach (var nothing in truth.NotOutages)
        {
            text.AppendLine(culture, $"  no outage: {nothing.Start:yyyy-MM-dd HH:mm} {nothing.Description}");
        }

        var wrong = wide.Count - matched.Count;
        return text.Append(wrong == 0 ? "  Nothing else was found.\n" : string.Create(culture, $"  {wrong} found that are not in the truth.\n")).ToString();
    }

    public static string Queries(DemoFolder home, IReadOnlyList<OutageRevision> found)
    {
        var data = $"{home.Path}/data";
        var id = found.FirstOrDefault(outage => outage.Basis != Basis.Probes)?.Id ?? "ID";
        return $"""
            Three queries to try, and the evidence of an outage:
              ./streamwatch sql "SELECT entity_type, entity, onset_at, recovered_at, id FROM v_outages WHERE entity_type != 'target' ORDER BY onset_at" --data {data}
              ./streamwatch sql "SELECT toStartOfHour(started_at) AS hour, kind, outcome, count() AS probes, round(avg(rtt_ms)) AS rtt_ms FROM probe_results WHERE started_at >= '2022-01-14 21:00:00' AND started_at < '2022-01-15 05:00:00' GROUP BY ALL ORDER BY hour, kind, outcome" --data {data}
              ./streamwatch sql "SELECT bin_start, visibility, seen50, state FROM v_asn_visibility WHERE asn = 131279 AND state = 'critical' ORDER BY bin_start LIMIT 12" --data {data}
              ./streamwatch outage {id} --data {data}
            """;
    }

    private static bool IsOf(OutageRevision found, TrueOutage outage) =>
        found.EntityType.ToString().Equals(outage.EntityType, StringComparison.OrdinalIgnoreCase)
        && found.Entity == (outage.EntityType == "asn" ? "AS" + outage.Entity : outage.Entity)
        && found.Basis == Basis.Probes == (outage.Basis == TrueOutage.ByUnits);
}
