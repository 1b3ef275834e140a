using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Incidents;
using StreamWatch.Engine;
using StreamWatch.Storage.Reading;

namespace StreamWatch.App.Redetect;

/// <summary>One reading of stored measurements, routes and probe results together in order of time, that decides as a replay of the same files does.</summary>
internal sealed class StoredDetection
{
    private const long NanosInMicro = 1000;
    private const long MicrosPerMinute = 60_000_000;

    private readonly StoredHistory _history;
    private readonly RedetectOptions _options;
    private long _atMicros;

    /// <param name="history">What is stored.</param>
    /// <param name="options">How to decide, and the lead-in.</param>
    /// <param name="sink">Takes what is found.</param>
    public StoredDetection(StoredHistory history, RedetectOptions options, IOutageSink sink)
    {
        _history = history;
        _options = options;
        Engine = new OutageEngine(options.Watch, options.Detection, options.Probing, sink);
        Feed = new StoredFeed(Engine);
    }

    /// <summary>Decides.</summary>
    public OutageEngine Engine { get; }

    /// <summary>What was read.</summary>
    public StoredFeed Feed { get; }

    /// <summary>Event time that is reached, UTC.</summary>
    public DateTime At => StoredTime.Of(Volatile.Read(ref _atMicros));

    /// <summary>Reads from a time, and routes from as far before it as their tables ask for.</summary>
    /// <param name="opening">Probe results are read from here on, UTC.</param>
    /// <param name="end">Nothing is read from here on, UTC.</param>
    /// <param name="isDone">Asked once a minute of event time whether the rest need not be read.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The time that routes were read from, UTC.</returns>
    public async Task<DateTime> ReadAsync(DateTime opening, DateTime end, Func<DateTime, bool> isDone, CancellationToken cancellation)
    {
        var collectors = await _history.Sources.CollectorsAsync(StoredTime.Micros(opening), cancellation).ConfigureAwait(false);
        var start = Start(collectors, opening);
        await DeclareAsync(collectors, start, end, cancellation).ConfigureAwait(false);
        await FeedAsync(start, opening, end, isDone, cancellation).ConfigureAwait(false);
        Engine.Complete();
        return start;
    }

    /// <summary>
    /// Where routes are read from: each route collector's last table before the opening, so that its peers' tables are known by then; where it has
    /// none, and no lead-in was asked for, from its beginning.
    /// </summary>
    private DateTime Start(IReadOnlyList<StoredCollector> collectors, DateTime opening)
    {
        var micros = StoredTime.Micros(opening);
        var starts = collectors
            .Where(collector => collector.FirstMicros < micros && (collector.LastMicros ?? long.MaxValue) >= micros)
            .Select(collector => collector.TableMicros ?? (_options.LeadIn is null ? collector.FirstMicros : micros));
        return StoredTime.Of(starts.Append(micros).Min());
    }

    private async Task DeclareAsync(IReadOnlyList<StoredCollector> collectors, DateTime start, DateTime end, CancellationToken cancellation)
    {
        // The step of a series is that of its files around this time; it has changed over the years.
        var around = TimeSpan.FromDays(1);
        var files = await _history.Sources.RouteFilesAsync(cancellation).ConfigureAwait(false);
        var near = files.Where(file => ArchiveFileName.UpdatesFrom(file.Name) is { } at && at >= start - around && at < end + around);
        foreach (var (collector, from, to) in FileSeries.Uncovered(near))
        {
            Engine.Routing.Detector.DeclareUncovered(collector, StoredTime.Micros(from), StoredTime.Micros(to));
        }

        foreach (var collector in collectors)
        {
            if (!collector.IsLive && collector.LastMicros is { } last)
            {
                Engine.Routing.Detector.EndCollector(collector.Name, last);
            }
        }
    }

    /// <summary>Hands everything over in order of time; at one time probes go before routes, as in a replay.</summary>
    private async Task FeedAsync(DateTime routesFrom, DateTime probesFrom, DateTime end, Func<DateTime, bool> isDone, CancellationToken cancellation)
    {
        var (from, to) = (StoredTime.Micros(probesFrom) * NanosInMicro, StoredTime.Micros(end) * NanosInMicro);
        await using var routes = _history.Routes.ReadAsync(StoredTime.Micros(routesFrom), StoredTime.Micros(end), cancellation).GetAsyncEnumerator(cancellation);
        await using var results = _history.Measurements.ProbeResultsAsync(from, to, cancellation).GetAsyncEnumerator(cancellation);
        await using var heartbeats = _history.Measurements.HeartbeatsAsync(from, to, cancellation).GetAsyncEnumerator(cancellation);
        var routeAt = await routes.MoveNextAsync().ConfigureAwait(false) ? routes.Current.ReceivedAtMicros * NanosInMicro : long.MaxValue;
        var resultAt = await results.MoveNextAsync().ConfigureAwait(false) ? results.Current.StartedAtNanos : long.MaxValue;
        var heartbeatAt = await heartbeats.MoveNextAsync().ConfigureAwait(false) ? heartbeats.Current.AtNanos : long.MaxValue;
        var looksAt = long.MinValue;
        while (Math.Min(routeAt, Math.Min(resultAt, heartbeatAt)) is var at && at < long.MaxValue)
        {
            if (at / NanosInMicro >= looksAt)
            {
                Volatile.Write(ref _atMicros, at / NanosInMicro);
                looksAt = (at / NanosInMicro) + MicrosPerMinute;
                cancellation.ThrowIfCancellationRequested();
                if (isDone(At))
                {
                    return;
                }
            }

            if (at == resultAt)
            {
                Feed.Take(results.Current);
                resultAt = await results.MoveNextAsync().ConfigureAwait(false) ? results.Current.StartedAtNanos : long.MaxValue;
            }
            else if (at == heartbeatAt)
            {
                Feed.Take(heartbeats.Current);
                heartbeatAt = await heartbeats.MoveNextAsync().ConfigureAwait(false) ? heartbeats.Current.AtNanos : long.MaxValue;
            }
            else
            {
                Feed.Take(routes.Current);
                routeAt = await routes.MoveNextAsync().ConfigureAwait(false) ? routes.Current.ReceivedAtMicros * NanosInMicro : long.MaxValue;
            }
        }
    }
}
