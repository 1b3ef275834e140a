using System.Globalization;
using System.Text;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Incidents;

/// <summary>An incident on the screen: its record, its outages, how it unfolded and what it is consistent with.</summary>
internal static class IncidentText
{
    private const int CausesShown = 3;

    /// <summary>The incidents of these outages in order of time; single hosts in a line each behind them.</summary>
    public static string Of(IReadOnlyList<OutageRevision> outages, WatchList watch)
    {
        var text = new StringBuilder();
        var incidents = outages.GroupBy(outage => outage.IncidentId).OrderBy(incident => incident.Min(outage => outage.OnsetAt)).ToList();
        foreach (var incident in incidents.Where(incident => incident.Any(outage => outage.EntityType != EntityType.Target)))
        {
            Append(text, [.. incident], watch);
        }

        foreach (var single in incidents.Where(incident => incident.All(outage => outage.EntityType == EntityType.Target)).SelectMany(incident => incident))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{single.Entity} alone was down {Span(single)}: no outage of a network");
        }

        return text.Length == 0 ? "no outages\n" : text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<OutageRevision> incident, WatchList watch)
    {
        var culture = CultureInfo.InvariantCulture;
        var record = IncidentRecord.Of(incident, watch);
        var analysis = incident.OrderByDescending(outage => outage.EntityType).First().Analysis;
        text.AppendLine(record.Title).AppendLine(culture, $"  {record.Summary}").AppendLine(culture, $"  incident   {record.Id}");
        foreach (var outage in incident.Where(outage => outage.EntityType != EntityType.Target).OrderByDescending(outage => outage.EntityType))
        {
            text.AppendLine(culture, $"  {outage.EntityType.ToString().ToLowerInvariant(),-10} {outage.Entity} {Span(outage)}, known at {outage.DetectedAt:HH:mm} (by {(outage.Basis == Domain.Visibility.Basis.Probes ? "probes" : "routes")})");
        }

        foreach (var phase in analysis.Phases)
        {
            text.AppendLine(culture, $"  {phase.At:HH:mm}      {phase.Phase.ToString().ToLowerInvariant()}: {phase.Evidence}");
        }

        if (analysis.RecoveryOrder.Count > 0)
        {
            text.AppendLine(culture, $"  came back  {string.Join(", then ", analysis.RecoveryOrder.Select(kind => kind.Name()))}");
        }

        foreach (var cause in analysis.Causes.Take(CausesShown))
        {
            text.AppendLine(culture, $"  {cause.Probability,7:P0}    consistent with {CauseWords.Of(cause.Cause)}");
            text.AppendLine(culture, $"             {string.Join("; ", cause.Evidence)}");
        }

        foreach (var like in analysis.SimilarTo)
        {
            text.AppendLine(culture, $"  like       {like.Id} ({like.Score:P0})");
        }

        text.AppendLine(culture, $"  posture    confidentiality: {record.Posture.Confidentiality}; integrity: {record.Posture.Integrity}; availability: {record.Posture.Availability}");
        if (record.Techniques.Count > 0)
        {
            text.AppendLine(culture, $"  technique  {string.Join(", ", record.Techniques)}");
        }

        text.AppendLine(culture, $"  concerned  {string.Join(", ", record.Organisations)}").AppendLine();
    }

    private static string Span(OutageRevision outage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{outage.OnsetAt:yyyy-MM-dd HH:mm} to {(outage.RecoveredAt is { } end ? end.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "now")}");
}
