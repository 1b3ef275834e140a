using StreamWatch.Domain.Routing;

namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>How far a session was told.</summary>
/// <param name="NewestMicros">Newest time that was reached, microseconds since the epoch.</param>
/// <param name="Events">Events told.</param>
/// <param name="Told">What was told of the round in hand; null where there is none in hand.</param>
/// <param name="Views">Its views with their numbers in the detection, in the order in which they were met.</param>
internal sealed record PlayerState(long NewestMicros, long Events, int? Told, IReadOnlyList<(string Collector, uint Asn, RouteAddress Address, int View)> Views);
