using System.Diagnostics;
using StreamWatch.App.Incidents;
using StreamWatch.App.Running;
using StreamWatch.Domain.Outages;
using StreamWatch.Storage;
using StreamWatch.Storage.Reading;

namespace StreamWatch.App.Redetect;

/// <summary>
/// Detects again from what is stored, and compares. Reading begins before the time that is looked at, so that tables and baselines are known by then, and goes on behind
/// it until what began within is over and its incident can change no more.
/// </summary>
internal sealed class RedetectRunner
{
    // A file begins with its first record; where nothing of its first hour is left, something was deleted.
    private static readonly TimeSpan _deletedAfter = TimeSpan.FromHours(1);

    private readonly StoredHistory _history;
    private readonly RedetectOptions _options;
    private readonly LastRevisions _found = new();
    private readonly StoredDetection _detection;

    public RedetectRunner(StoredHistory history, RedetectOptions options)
    {
        _history = history;
        _options = options;
        _detection = new StoredDetection(history, options, _found);
    }

    /// <summary>Event time that is reached, UTC.</summary>
    public DateTime At => _detection.At;

    /// <summary>Reads, decides and compares.</summary>
    /// <exception cref="StorageException">No measurement of the time is stored.</exception>
    public async Task<RedetectResult> RunAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var ever = new List<OutageRevision>();
        await foreach (var outage in _history.Outages.EverBetweenAsync(new(_options.From - _options.LongestOpen), new(_options.To), cancellation).ConfigureAwait(false))
        {
            ever.Add(outage);
        }

        var stored = ever.Where(outage => outage.State != OutageState.Superseded).ToList();
        var opening = Opening(stored);
        var routes = await _history.Sources.RoutesAsync(cancellation).ConfigureAwait(false);
        var probes = await _history.Sources.ProbesAsync(cancellation).ConfigureAwait(false);
        if (!Holds(routes, opening) && !Holds(probes, opening))
        {
            throw new StorageException($"no measurement of the time from {opening:yyyy-MM-dd HH:mm} to {_options.To:yyyy-MM-dd HH:mm} is stored{Stored("routes", routes)}{Stored("probe results", probes)}");
        }

        var start = await _detection.ReadAsync(opening, _options.To + _options.LongestOpen + _options.Settling, IsDone, cancellation).ConfigureAwait(false);
        var isWatchedLive = await _history.Runs.AnyOfAsync(WatchRun.Command, cancellation).ConfigureAwait(false);
        var scope = new RedetectScope(_options, _detection.Engine, _detection.Feed, Deleted(routes), Deleted(probes), isWatchedLive);
        var (differences, unjudged) = scope.Compare(stored, [.. _found.Outages]);
        return new RedetectResult
        {
            Differences = differences,
            Unjudged = unjudged,
            Revisions = ever.ToDictionary(outage => outage.Id, outage => outage.Revision),
            ReadFrom = start,
            Unfinished = await _history.Sources.UnfinishedAsync(new(start), new(At.AddMinutes(1)), cancellation).ConfigureAwait(false),
            Routes = _detection.Feed.Routes,
            Probes = _detection.Feed.Probes,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    private static string Stored(string what, StoredSpan span) => span is { FirstMicros: { } first, LastMicros: { } last }
        ? $"; {what} are stored from {StoredTime.Of(first):yyyy-MM-dd HH:mm} to {StoredTime.Of(last):yyyy-MM-dd HH:mm}"
        : $"; no {what} are stored";

    private bool Holds(StoredSpan span, DateTime from) => span.FirstMicros < StoredTime.Micros(_options.To) && span.LastMicros >= StoredTime.Micros(from);

    /// <summary>The lead-in before the time, and before what is stored as open when it began.</summary>
    private DateTime Opening(IEnumerable<OutageRevision> stored)
    {
        var first = stored.Where(outage => _options.LooksAt(outage)).Select(outage => outage.OnsetAt).Append(_options.From).Min();
        var leadIn = _options.LeadIn ?? _options.UsualLeadIn;
        return first - DateTime.UnixEpoch > leadIn ? first - leadIn : DateTime.UnixEpoch;
    }

    /// <summary>The time before which measurements were deleted, and their consequences are gone with them; null where nothing was deleted.</summary>
    private DateTime? Deleted(StoredSpan span) =>
        span is { FirstMicros: { } first, SourcesFromMicros: { } sources } && StoredTime.Of(first) - StoredTime.Of(sources) > _deletedAfter
            ? StoredTime.Of(first) + _options.WarmUp
            : null;

    /// <summary>Whether the time is over, and every incident of what is looked at has been for so long that nothing changes it any more.</summary>
    private bool IsDone(DateTime now)
    {
        if (now <= _options.To + _options.Settling)
        {
            return false;
        }

        var incidents = _found.Outages.Where(_options.LooksAt).Select(outage => outage.IncidentId).ToHashSet();
        return _found.Outages.Where(outage => incidents.Contains(outage.IncidentId))
            .All(outage => outage.State != OutageState.Open && (outage.RecoveredAt ?? outage.OnsetAt) + _options.Settling < now);
    }
}
