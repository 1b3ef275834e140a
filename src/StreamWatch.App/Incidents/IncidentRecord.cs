using System.Globalization;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Incidents;

/// <summary>An incident as people file it: what, when, where, what it did and what it is consistent with; never who did it.</summary>
internal sealed record IncidentRecord
{
    /// <summary>Id of the incident.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Day on which it began, UTC.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The network, group or country.</summary>
    public required string Place { get; init; }

    public required string Summary { get; init; }

    /// <summary>What is known of confidentiality, integrity and availability.</summary>
    public required (string Confidentiality, string Integrity, string Availability) Posture { get; init; }

    /// <summary>Techniques of MITRE ATT&amp;CK that the first cause would be; empty where none fits.</summary>
    public required IReadOnlyList<string> Techniques { get; init; }

    /// <summary>Who runs what failed.</summary>
    public required IReadOnlyList<string> Organisations { get; init; }

    /// <summary>The phases.</summary>
    public required IReadOnlyList<PhaseStart> Timeline { get; init; }

    /// <summary>The record of the outages that are one incident; the widest of them names it.</summary>
    public static IncidentRecord Of(IReadOnlyList<OutageRevision> outages, WatchList watch)
    {
        var widest = outages.OrderByDescending(outage => outage.EntityType).First();
        var analysis = widest.Analysis;
        var group = watch.Groups.FirstOrDefault(group => outages.Any(outage => outage.EntityType == EntityType.Group && outage.Entity == group.Name));
        var place = group?.Title ?? group?.Name ?? widest.Entity;
        var onset = outages.Where(outage => outage.EntityType != EntityType.Target).DefaultIfEmpty(widest).Min(outage => outage.OnsetAt);
        var cause = analysis.Causes.Count > 0 ? analysis.Causes[0] : null;
        var culture = CultureInfo.InvariantCulture;
        return new IncidentRecord
        {
            Id = widest.IncidentId,
            Title = string.Create(culture, $"{place} unreachable, {onset:d MMMM yyyy}"),
            Date = DateOnly.FromDateTime(onset),
            Place = place,
            Summary = string.Create(
                culture,
                $"{analysis.Affected.Count} services of {place} stopped answering from {onset:HH:mm} UTC{(widest.RecoveredAt is { } end ? $" for {(int)(end - onset).TotalHours} h {(end - onset).Minutes:00} min" : " on")}"
                + $"{(analysis.StartOf(Phase.Isolated) is { } isolated ? $"; cut off from {isolated:HH:mm}" : "")}{(analysis.RecoveryOrder.Count > 0 ? $"; back in the order {string.Join(", ", analysis.RecoveryOrder.Select(kind => kind.ToString().ToLowerInvariant()))}" : "")}"
                + $"{(cause is null ? "" : $". Consistent with {CauseWords.Of(cause.Cause)} ({cause.Probability:P0})")}."),
            Posture = ("nothing seen", outages.Any(outage => outage.Analysis.Causes is [{ Cause: Cause.RoutingMisconfiguration }, ..]) ? "routes changed" : "nothing seen", widest.RecoveredAt is null ? "lost" : "lost and regained"),
            Techniques = cause?.Cause == Cause.NetworkStress ? ["T1498 Network Denial of Service (if it was an attack)"] : [],
            Organisations = [.. watch.Targets.Where(target => analysis.Affected.Contains(target.Name)).Select(target => target.Operator ?? target.Title ?? target.Name).Distinct().Order(StringComparer.Ordinal)],
            Timeline = analysis.Phases,
        };
    }
}
