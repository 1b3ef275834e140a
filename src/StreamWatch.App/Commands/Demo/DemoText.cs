using System.Globalization;
using System.Text;
using StreamWatch.Domain.Outages;
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
        {simulated.Files} files of {simulated.Truth.Collectors.Count} route collectors, {simulated.Elems:N0} elems, written to {home.Path}/simulated

        """);

    /// <summary>Every true outage with what was found of it, and what was found that is none.</summary>
    public static string Truth(GroundTruth truth, IReadOnlyList<OutageRevision> found)
    {
        var culture = CultureInfo.InvariantCulture;
        var text = new StringBuilder("The truth beside it (UTC):\n");
        var matched = new HashSet<OutageRevision>();
        foreach (var outage in truth.RouteOutages)
        {
            var end = outage.End.UtcDateTime;
            var match = found.FirstOrDefault(f => f.Asn == uint.Parse(outage.Entity, culture)
                && f.OnsetAt < end && (f.RecoveredAt ?? DateTime.MaxValue) > outage.Onset.UtcDateTime);
            if (match is not null)
            {
                matched.Add(match);
            }

            text.Append(culture, $"  AS{outage.Entity} lost {outage.Onset:yyyy-MM-dd HH:mm:ss}, back {outage.End:yyyy-MM-dd HH:mm:ss}: ")
                .AppendLine(match is null
                    ? "NOT FOUND"
                    : string.Create(culture, $"found, {match.OnsetAt:HH:mm} to {match.RecoveredAt?.ToString("HH:mm", culture) ?? "open"}, known at {match.DetectedAt:HH:mm}"));
        }

        foreach (var nothing in truth.NotOutages)
        {
            text.AppendLine(culture, $"  no outage: {nothing.Start:yyyy-MM-dd HH:mm} {nothing.Description}");
        }

        var wrong = found.Count - matched.Count;
        return text.Append(wrong == 0 ? "  Nothing else was found.\n" : string.Create(culture, $"  {wrong} found that are not in the truth.\n")).ToString();
    }

    public static string Queries(DemoFolder home, IReadOnlyList<OutageRevision> found)
    {
        var data = $"{home.Path}/data";
        var id = found.Count > 0 ? found[0].Id : "ID";
        return $"""
            Three queries to try, and the evidence of an outage:
              ./streamwatch sql "SELECT id, onset_at, recovered_at, min_visibility FROM v_outages ORDER BY onset_at" --data {data}
              ./streamwatch sql "SELECT bin_start, visibility, seen50, state FROM v_asn_visibility WHERE asn = 131279 AND state = 'critical' ORDER BY bin_start LIMIT 12" --data {data}
              ./streamwatch sql "SELECT toStartOfMinute(received_at) AS minute, elem_type, count() AS elems, uniq(peer_address) AS peers FROM bgp_elems WHERE prefix_address = toIPv6('175.45.176.0') GROUP BY ALL ORDER BY minute LIMIT 20" --data {data}
              ./streamwatch outage {id} --data {data}
            """;
    }
}
