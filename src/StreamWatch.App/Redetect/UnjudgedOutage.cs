using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Redetect;

/// <summary>An outage that detecting again says nothing of, and is left as it is stored.</summary>
/// <param name="Outage">The outage.</param>
/// <param name="Reason">Why: the end of a sentence that begins with its number.</param>
internal sealed record UnjudgedOutage(OutageRevision Outage, string Reason);
