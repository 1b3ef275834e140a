using System.Runtime.CompilerServices;
using Serilog;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Storage;

namespace StreamWatch.App.Running;

/// <summary>What the store holds of a live watch that a new process goes on from.</summary>
/// <param name="From">How far it looks back.</param>
/// <param name="Told">The outages that are open, or that touch the time since, as they were stored last.</param>
/// <param name="Past">Those before, that later ones may be like.</param>
/// <param name="Measurements">What was measured since, in order of time: a result or a heartbeat each.</param>
internal sealed record RunMemory(
    DateTimeOffset From,
    IReadOnlyList<OutageRevision> Told,
    IReadOnlyList<OutageRevision> Past,
    IAsyncEnumerable<(ProbeResult? Result, VantageHeartbeat? Heartbeat)> Measurements)
{
    /// <summary>Outages of the past that later ones are compared with, at most.</summary>
    private const int MostPast = 1_000;

    /// <summary>Judged: an outage's first signs are looked for so far before it, as far as the detection remembers.</summary>
    private static readonly TimeSpan Signs = TimeSpan.FromHours(2);

    /// <summary>What ended so shortly before may be joined by what comes.</summary>
    private static readonly TimeSpan JoinWithin = TimeSpan.FromHours(1);

    /// <summary>Looks back from what was decided last: as far as the options say, and to the beginning of every outage that is open; with no more results than they allow.</summary>
    public static async Task<RunMemory> OfAsync(StreamWatchStore store, WatchRun run, RunOptions options, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        var decided = DateTimeOffset.FromUnixTimeSeconds(run.DecidedUpTo);
        var from = decided - options.WarmFrom;
        var warmUp = options.Probing.WarmUpBins * options.Probing.TargetBin;
        await foreach (var outage in store.Outages.OpenOfRunAsync(run.Id, cancellation).ConfigureAwait(false))
        {
            var needed = new DateTimeOffset(outage.OnsetAt) - (warmUp > Signs ? warmUp : Signs);
            from = needed < from && IsWatched(outage, options) ? needed : from;
        }

        var nanos = await store.Measurements.StartOfLastAsync(options.Vantage, Nanos(from), Nanos(decided), options.WarmResults, cancellation).ConfigureAwait(false);
        from = DateTimeOffset.UnixEpoch.AddTicks(nanos / TimeSpan.NanosecondsPerTick);
        var told = await store.Outages.OfRunAsync(run.Id, from - JoinWithin, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
        var past = await store.Outages.PastOfRunAsync(run.Id, from - JoinWithin, MostPast, cancellation).ToListAsync(cancellation).ConfigureAwait(false);
        foreach (var outage in told.Where(outage => outage.State == OutageState.Open && !IsWatched(outage, options)))
        {
            log.Warning("Outage {Id} is open, and {Entity} is watched no more: it stays as it is", outage.Id, outage.Entity);
        }

        if (decided > time.GetUtcNow())
        {
            log.Error(
                "Everything up to {Decided:O} is decided, which lies ahead of this host's clock: one of the two is or was wrong; nothing is decided before that time",
                decided.UtcDateTime);
        }

        log.Information(
            "Goes on from what is stored: looks back to {From:O}, decided up to {Decided:O}, {Open} outages are open",
            from.UtcDateTime,
            decided.UtcDateTime,
            told.Count(outage => outage.State == OutageState.Open));
        var names = options.Watch.Targets.Select(target => target.Name).ToHashSet();
        return new RunMemory(from, told, past, MeasurementsAsync(store, options.Vantage, names, nanos, Nanos(time.GetUtcNow()), cancellation));
    }

    private static bool IsWatched(OutageRevision outage, RunOptions options) => outage.EntityType switch
    {
        EntityType.Target => options.Watch.Targets.Any(target => target.Name == outage.Entity),
        EntityType.Group => options.Watch.Targets.Any(target => target.Group == outage.Entity),
        EntityType.Asn => options.Watch.Asns.Contains(outage.Asn ?? 0),
        _ => options.Watch.Groups.Any(group => group.Country == outage.Entity) || options.Watch.Targets.Any(target => target.Country == outage.Entity),
    };

    /// <summary>Results of what is watched and heartbeats together in order of time; a heartbeat stands before a result of the same moment.</summary>
    private static async IAsyncEnumerable<(ProbeResult? Result, VantageHeartbeat? Heartbeat)> MeasurementsAsync(
        StreamWatchStore store, string vantage, HashSet<string> targets, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var heartbeats = store.Measurements.HeartbeatsAsync(vantage, from, to, cancellation).GetAsyncEnumerator(cancellation);
        await using (heartbeats.ConfigureAwait(false))
        {
            var hasBeat = await heartbeats.MoveNextAsync().ConfigureAwait(false);
            await foreach (var result in store.Measurements.ProbeResultsAsync(vantage, from, to, cancellation).ConfigureAwait(false))
            {
                while (hasBeat && heartbeats.Current.AtNanos <= result.StartedAtNanos)
                {
                    yield return (null, heartbeats.Current);
                    hasBeat = await heartbeats.MoveNextAsync().ConfigureAwait(false);
                }

                if (targets.Contains(result.Target))
                {
                    yield return (result, null);
                }
            }

            while (hasBeat)
            {
                yield return (null, heartbeats.Current);
                hasBeat = await heartbeats.MoveNextAsync().ConfigureAwait(false);
            }
        }
    }

    private static long Nanos(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
