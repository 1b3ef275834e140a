using System.Diagnostics;
using StreamWatch.App.Incidents;
using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Outages;
using StreamWatch.Engine;
using StreamWatch.Storage;
using StreamWatch.Storage.Reading;

namespace StreamWatch.App.Redetect;

/// <summary>
/// Detects again from what is stored. Reading begins before the time that is looked at, so that tables and baselines are known by then, and goes on behind
/// it until what began within is over and its incident can change no more.
/// </summary>
internal sealed class RedetectRunner(StoredHistory history, RedetectOptions options)
{
    private const long NanosInMicro = 1000;
    private const long MicrosPerMinute = 60_000_000;

    // A file begins with its first record; where nothing of a day is left of it, something was deleted.
    private static readonly TimeSpan _deletedAfter = TimeSpan.FromDays(1);

    private readonly LastRevisions _found = new();
    private long _atMicros;

    /// <summary>Event time that is reached, UTC.</summary>
    public DateTime At => Time(Volatile.Read(ref _atMicros));

    /// <summary>Reads, decides and compares.</summary>
    /// <exception cref="StorageException">No measurement of the time is stored.</exception>
    public async Task<RedetectResult> RunAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var ever = new List<OutageRevision>();
        await foreach (var outage in history.Outages.EverBetweenAsync(new(options.From - options.LongestOpen), new(options.To), cancellation).ConfigureAwait(false))
        {
            ever.Add(outage);
        }

        var stored = ever.Where(outage => outage.State != OutageState.Superseded).ToList();
        var routes = await history.Sources.RoutesAsync(cancellation).ConfigureAwait(false);
        var probes = await history.Sources.ProbesAsync(cancellation).ConfigureAwait(false);
        var end = options.To + options.LongestOpen + options.Settling;
        var first = stored.Where(IsLookedAt).Select(outage => outage.OnsetAt).Append(options.From).Min();
        var leadIn = options.LeadIn ?? options.UsualLeadIn;
        var opening = first - DateTime.UnixEpoch > leadIn ? first - leadIn : DateTime.UnixEpoch;
        var collectors = await history.Sources.CollectorsAsync(Micros(opening), cancellation).ConfigureAwait(false);
        var start = Start(collectors, opening);
        if (!Holds(routes, start, options.To) && !Holds(probes, opening, options.To))
        {
            throw new StorageException($"no measurement of the time from {opening:yyyy-MM-dd HH:mm} to {options.To:yyyy-MM-dd HH:mm} is stored{Stored("routes", routes)}{Stored("probe results", probes)}");
        }

        var engine = new OutageEngine(options.Watch, options.Detection, options.Probing, _found);
        await DeclareAsync(engine, collectors, start, end, cancellation).ConfigureAwait(false);
        var feed = new StoredFeed(engine);
        await ReadAsync(feed, start, opening, end, cancellation).ConfigureAwait(false);
        engine.Complete();

        var scope = new RedetectScope(options, engine, feed, Deleted(routes), Deleted(probes));
        var (differences, unjudged) = scope.Compare(stored, [.. _found.Outages]);
        return new RedetectResult
        {
            Differences = differences,
            Unjudged = unjudged,
            Revisions = ever.ToDictionary(outage => outage.Id, outage => outage.Revision),
            ReadFrom = start < opening ? start : opening,
            Unfinished = await history.Sources.UnfinishedAsync(new(start < opening ? start : opening), new(At.AddMinutes(1)), cancellation).ConfigureAwait(false),
            Routes = feed.Routes,
            Probes = feed.Probes,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    private static DateTime Time(long micros) => DateTime.UnixEpoch.AddMicroseconds(micros);

    private static long Micros(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static bool Holds(StoredSpan span, DateTime from, DateTime to) => span.FirstMicros < Micros(to) && span.LastMicros >= Micros(from);

    private static string Stored(string what, StoredSpan span) =>
        span is { FirstMicros: { } first, LastMicros: { } last } ? $"; {what} are stored from {Time(first):yyyy-MM-dd HH:mm} to {Time(last):yyyy-MM-dd HH:mm}" : $"; no {what} are stored";

    /// <summary>The time before which measurements were deleted, and their consequences are gone with them; null where nothing was deleted.</summary>
    private DateTime? Deleted(StoredSpan span) =>
        span is { FirstMicros: { } first, SourcesFromMicros: { } sources } && Time(first) - Time(sources) > _deletedAfter ? Time(first) + options.WarmUp : null;

    private bool IsLookedAt(OutageRevision outage) => RedetectScope.IsLookedAt(outage, options);

    /// <summary>
    /// Where routes are read from: each route collector's last table before the lead-in, so that its peers' tables are known; where it has
    /// none, and no lead-in was asked for, from its beginning.
    /// </summary>
    private DateTime Start(IReadOnlyList<StoredCollector> collectors, DateTime opening)
    {
        var starts = collectors
            .Where(collector => collector.FirstMicros < Micros(opening) && (collector.LastMicros ?? long.MaxValue) >= Micros(opening))
            .Select(collector => collector.TableMicros ?? (options.LeadIn is null ? collector.FirstMicros : Micros(opening)));
        return Time(starts.Append(Micros(opening)).Min());
    }

    private async Task DeclareAsync(OutageEngine engine, IReadOnlyList<StoredCollector> collectors, DateTime start, DateTime end, CancellationToken cancellation)
    {
        // The step of a series is that of its files around this time; it has changed over the years.
        var around = TimeSpan.FromDays(1);
        var files = await history.Sources.RouteFilesAsync(cancellation).ConfigureAwait(false);
        var near = files.Where(file => ArchiveFileName.UpdatesFrom(file.Name) is { } at && at >= start - around && at < end + around);
        foreach (var (collector, from, to) in FileSeries.Uncovered(near))
        {
            engine.Routing.Detector.DeclareUncovered(collector, Micros(from), Micros(to));
        }

        foreach (var collector in collectors)
        {
            if (!collector.IsLive && collector.LastMicros is { } last)
            {
                engine.Routing.Detector.EndCollector(collector.Name, last);
            }
        }
    }

    /// <summary>Hands everything over in order of time; at one time probes go before routes, as in a replay.</summary>
    private async Task ReadAsync(StoredFeed feed, DateTime routesFrom, DateTime probesFrom, DateTime end, CancellationToken cancellation)
    {
        var (from, to) = (Micros(probesFrom) * NanosInMicro, Micros(end) * NanosInMicro);
        await using var routes = history.Routes.ReadAsync(Micros(routesFrom), Micros(end), cancellation).GetAsyncEnumerator(cancellation);
        await using var results = history.Measurements.ProbeResultsAsync(from, to, cancellation).GetAsyncEnumerator(cancellation);
        await using var heartbeats = history.Measurements.HeartbeatsAsync(from, to, cancellation).GetAsyncEnumerator(cancellation);
        var routeAt = await routes.MoveNextAsync().ConfigureAwait(false) ? routes.Current.ReceivedAtMicros * NanosInMicro : long.MaxValue;
        var resultAt = await results.MoveNextAsync().ConfigureAwait(false) ? results.Current.StartedAtNanos : long.MaxValue;
        var heartbeatAt = await heartbeats.MoveNextAsync().ConfigureAwait(false) ? heartbeats.Current.AtNanos : long.MaxValue;
        var looks = long.MinValue;
        while (Math.Min(routeAt, Math.Min(resultAt, heartbeatAt)) is var at && at < long.MaxValue)
        {
            if (at / NanosInMicro >= looks)
            {
                Volatile.Write(ref _atMicros, at / NanosInMicro);
                looks = (at / NanosInMicro) + MicrosPerMinute;
                cancellation.ThrowIfCancellationRequested();
                if (At > options.To + options.Settling && IsSettled(At))
                {
                    return;
                }
            }

            if (at == resultAt)
            {
                feed.Take(results.Current);
                resultAt = await results.MoveNextAsync().ConfigureAwait(false) ? results.Current.StartedAtNanos : long.MaxValue;
            }
            else if (at == heartbeatAt)
            {
                feed.Take(heartbeats.Current);
                heartbeatAt = await heartbeats.MoveNextAsync().ConfigureAwait(false) ? heartbeats.Current.AtNanos : long.MaxValue;
            }
            else
            {
                feed.Take(routes.Current);
                routeAt = await routes.MoveNextAsync().ConfigureAwait(false) ? routes.Current.ReceivedAtMicros * NanosInMicro : long.MaxValue;
            }
        }
    }

    /// <summary>Whether every incident of what is looked at has been over for so long that nothing changes it any more.</summary>
    private bool IsSettled(DateTime now)
    {
        var incidents = _found.Outages.Where(IsLookedAt).Select(outage => outage.IncidentId).ToHashSet();
        return _found.Outages.Where(outage => incidents.Contains(outage.IncidentId))
            .All(outage => outage.State != OutageState.Open && (outage.RecoveredAt ?? outage.OnsetAt) + options.Settling < now);
    }
}
