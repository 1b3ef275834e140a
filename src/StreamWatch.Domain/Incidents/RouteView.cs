namespace StreamWatch.Domain.Incidents;

/// <summary>What was seen of the routes of an entity from a time on.</summary>
/// <param name="At">From when, UTC.</param>
/// <param name="Share">Visibility as a share of the baseline, mean over its ASNs and families, 0 and up.</param>
/// <param name="Split">Share of the space that some views carry and others do not, 0 to 1.</param>
/// <param name="Moved">Share of the space that is carried under another origin, 0 to 1.</param>
public readonly record struct RouteView(DateTime At, double Share, double Split, double Moved);
