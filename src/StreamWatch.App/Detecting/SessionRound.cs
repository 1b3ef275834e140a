using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.App.Detecting;

/// <summary>A round: a batch of every partition, but for those that never came.</summary>
/// <param name="Routes">The batches of routes, by partition.</param>
/// <param name="Probes">The batches of probe results, by partition.</param>
internal sealed record SessionRound(IReadOnlyList<RouteBatchReader> Routes, IReadOnlyList<ProbeBatchReader> Probes)
{
    /// <summary>Whether nothing follows it.</summary>
    public bool IsLast => Routes.Any(batch => batch.Header.IsLast) || Probes.Any(batch => batch.Header.IsLast);

    /// <summary>Newest event time that the producer has reached with it, microseconds since the epoch; 0 before the first.</summary>
    public long ReachedMicros => Routes.Select(batch => batch.Header.ReachedMicros).Concat(Probes.Select(batch => batch.Header.ReachedMicros)).DefaultIfEmpty().Max();

    /// <summary>What the session reads; in its first round.</summary>
    public Declaration? Declaration => Routes.Select(batch => batch.Batch.Declaration).Concat(Probes.Select(batch => batch.Batch.Declaration)).FirstOrDefault(found => found is not null);

    /// <summary>Where its ordinals begin.</summary>
    public long FirstOrdinal => Routes.Count > 0 ? (long)Routes[0].Header.FirstOrdinal : (long)Probes[0].Header.FirstOrdinal;
}
