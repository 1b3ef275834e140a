using System.Globalization;
using Serilog;
using StreamWatch.App.Running.Journals;
using StreamWatch.App.Stages;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Outages;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Runs;

namespace StreamWatch.App.Running;

/// <summary>A live watch from its start to its end: takes up what an earlier one left, probes, detects and stores until it is stopped.</summary>
internal sealed class LiveRun : IDisposable
{
    /// <summary>How long the end waits for ClickHouse to take what is left.</summary>
    private static readonly TimeSpan LastStoring = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan NoteTimeout = TimeSpan.FromSeconds(3);

    private readonly StreamWatchStore _store;
    private readonly Journal _journal;
    private readonly RunOptions _options;
    private readonly WatchRun _run;
    private readonly Stage _stage;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly LiveEngine _engine;
    private readonly SegmentStorer _segments;
    private readonly ResultStorer _results;
    private readonly StoreLoop _storing;
    private readonly ProbingLoop _probing;
    private long _readBack;
    private volatile bool _isReady;

    private LiveRun(
        StreamWatchStore store, Journal journal, RunOptions options, WatchRun run, IProber prober, Action<OutageRevision> tell, Stage stage, TimeProvider time, ILogger log)
    {
        _store = store;
        _journal = journal;
        _options = options;
        _run = run;
        _stage = stage;
        _time = time;
        _log = log;
        var width = options.Probing.TargetBin.Ticks / TimeSpan.TicksPerSecond;
        _engine = new LiveEngine(options.Watch, options.Probing, (run.DecidedUpTo + width - 1) / width, tell);
        _segments = new SegmentStorer(store, stage.Metrics, time);
        _results = new ResultStorer(store, run.Source, run.Id, options.Probing, stage.Metrics, time);
        _storing = new StoreLoop(journal, _engine, _segments, _results, options.StoreEvery, stage.Metrics, time, log);
        _probing = new ProbingLoop(
            options.Watch.Targets,
            new ProbeSchedulerOptions { Vantage = options.Vantage, Time = time, Heartbeat = options.Heartbeat },
            prober,
            new JournalKeep(journal, _engine, options.JournalLimit, stage.Metrics, time),
            stage,
            log);
        Report();
    }

    /// <summary>Finds the watch in the store, or begins it.</summary>
    /// <param name="store">Where everything is kept.</param>
    /// <param name="journal">Where it is kept before.</param>
    /// <param name="options">What is watched and how.</param>
    /// <param name="prober">Makes the attempts.</param>
    /// <param name="tell">Called with every revision of an outage as it is decided; it has to be quick.</param>
    /// <param name="stage">What it tells its health and its numbers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The program's log.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<LiveRun> OpenAsync(
        StreamWatchStore store,
        Journal journal,
        RunOptions options,
        IProber prober,
        Action<OutageRevision> tell,
        Stage stage,
        TimeProvider time,
        ILogger log,
        CancellationToken cancellation)
    {
        var run = await WatchRun.OpenAsync(store, options, time, cancellation).ConfigureAwait(false);
        return new LiveRun(store, journal, options, run, prober, tell, stage, time, log);
    }

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="know">Called once with the outages that an earlier process told of, before anything else is told.</param>
    /// <param name="cancellation">Stops it in order.</param>
    /// <returns>Whether everything that was measured is stored; where not, it is in the journal.</returns>
    public async Task<bool> RunAsync(Action<IReadOnlyList<OutageRevision>> know, CancellationToken cancellation)
    {
        var state = RunState.Failed;
        try
        {
            var started = _time.GetTimestamp();
            await TakeUpAsync(know, cancellation).ConfigureAwait(false);
            _stage.Metrics.Restored(_time.GetElapsedTime(started));
            _isReady = true;
            var isStored = await ProbeAndStoreAsync(cancellation).ConfigureAwait(false);
            state = RunState.Done;
            return isStored;
        }
        catch (OperationCanceledException) when (!_isReady)
        {
            state = RunState.Interrupted;
            throw;
        }
        finally
        {
            await NoteAsync(state).ConfigureAwait(false);
        }
    }

    /// <summary>How everything stands.</summary>
    public RunLook Look() => new(
        _engine.Look(),
        _isReady,
        Volatile.Read(ref _readBack),
        _probing.IsPaused,
        _probing.Probes,
        _probing.Missed,
        _segments.Rows,
        _journal.WaitingBytes,
        _storing.Trouble);

    public void Dispose()
    {
        _segments.Dispose();
        _results.Dispose();
    }

    /// <summary>What others keep anyway is read when somebody asks.</summary>
    private void Report()
    {
        var (health, metrics) = (_stage.Health, _stage.Metrics);
        health.Ready("state", () => _isReady ? null : string.Create(CultureInfo.InvariantCulture, $"what is stored is read back: {Volatile.Read(ref _readBack)} results so far"));
        health.Ready("clickhouse", () => _storing.Trouble);
        health.Ready("journal", () => _probing.IsPaused ? "nothing is probed: what was measured waits for ClickHouse and has reached its limit" : null);
        metrics.LateEvents.Add(() => _engine.LateEvents);
        metrics.OpenOutages.Add(() => _engine.OpenOutages);
        metrics.JournalBytes.Add(() => _journal.WaitingBytes);
    }

    private async Task TakeUpAsync(Action<IReadOnlyList<OutageRevision>> know, CancellationToken cancellation)
    {
        foreach (var segment in _journal.Segments)
        {
            // What an earlier process measured and did not store: the store is whole before anything is read from it.
            await _segments.StoreAsync(segment, cancellation).ConfigureAwait(false);
            _journal.Delete(segment);
        }

        if (_segments.Rejected > 0)
        {
            _log.Warning("{Lines} lines of the journal could not be read; they are kept in rejected_records", _segments.Rejected);
        }

        var memory = await RunMemory.OfAsync(_store, _run, _options, _time, _log, cancellation).ConfigureAwait(false);
        know(memory.Told);
        await _engine.RememberAsync(memory, fed => Volatile.Write(ref _readBack, fed), cancellation).ConfigureAwait(false);
    }

    private async Task<bool> ProbeAndStoreAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var giveUp = new CancellationTokenSource();
        _log.Information("Probes {Targets} targets from {Vantage}", _options.Watch.Targets.Count(target => target.Probe is not null), _options.Vantage);
        var probing = _probing.RunAsync(stop.Token);
        var stored = _storing.RunAsync(probing, giveUp.Token);
        if (await Task.WhenAny(probing, stored).ConfigureAwait(false) == stored)
        {
            // Storing ends before the probing only where it failed for good.
            await stop.CancelAsync().ConfigureAwait(false);
        }

        giveUp.CancelAfter(LastStoring);
        var isStored = true;
        try
        {
            await stored.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            isStored = false;
            _log.Error(
                "ClickHouse did not take what was left: {Bytes} bytes wait in {Journal}; the next start stores them",
                _journal.WaitingBytes.ToString("N0", CultureInfo.InvariantCulture),
                _options.Journal);
        }
        finally
        {
            await probing.ConfigureAwait(false);
        }

        WarnOfLosses();
        return isStored;
    }

    private void WarnOfLosses()
    {
        if (_engine.LateEvents > 0)
        {
            _log.Warning("{Late} results came after their bin was closed: they are stored and decided nothing", _engine.LateEvents);
        }

        if (_probing.Missed > 0)
        {
            _log.Warning("{Missed} probes were left out, as this host could not begin them in time", _probing.Missed);
        }
    }

    private async Task NoteAsync(RunState state)
    {
        using var patience = new CancellationTokenSource(NoteTimeout);
        try
        {
            await _store.Runs.FinishAsync(_run.Record, state, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ClickHouseException or OperationCanceledException)
        {
            _log.Debug(e, "That the run ended as {State} could not be noted", state);
        }
    }
}
