using System.Globalization;
using Serilog;
using StreamWatch.App.Running.Journals;
using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Outages;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Runs;

namespace StreamWatch.App.Running;

/// <summary>A live watch from its start to its end: takes up what an earlier one left, probes, detects and stores until it is stopped.</summary>
internal sealed class LiveRun(StreamWatchStore store, Journal journal, RunOptions options, IProber prober, TimeProvider time, ILogger log)
{
    /// <summary>How long the end waits for ClickHouse to take what is left.</summary>
    private static readonly TimeSpan LastStoring = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan NoteTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="know">Called once with the outages that an earlier process told of.</param>
    /// <param name="tell">Called with every revision as it is decided.</param>
    /// <param name="cancellation">Stops it in order.</param>
    /// <returns>Whether everything that was measured is stored; where not, it is in the journal.</returns>
    public async Task<bool> RunAsync(Action<IReadOnlyList<OutageRevision>> know, Action<OutageRevision> tell, CancellationToken cancellation)
    {
        var run = await WatchRun.OpenAsync(store, options, time, cancellation).ConfigureAwait(false);
        var width = options.Probing.TargetBin.Ticks / TimeSpan.TicksPerSecond;
        var engine = new LiveEngine(options.Watch, options.Probing, (run.DecidedUpTo + width - 1) / width, tell);
        using var segments = new SegmentStorer(store);
        using var results = new ResultStorer(store, run.Source, run.Id, options.Probing);
        foreach (var segment in journal.Segments)
        {
            // What an earlier process measured and did not store: the store is whole before anything is read from it.
            await segments.StoreAsync(segment, cancellation).ConfigureAwait(false);
            journal.Delete(segment);
        }

        var memory = await RunMemory.OfAsync(store, run, options, time, log, cancellation).ConfigureAwait(false);
        know(memory.Told);
        await engine.RememberAsync(memory, fed => log.Debug("Read back {Results} results", fed), cancellation).ConfigureAwait(false);
        var storing = new StoreLoop(journal, engine, segments, results, options.StoreEvery, time, log);
        var state = RunState.Failed;
        try
        {
            var isStored = await ProbeAndStoreAsync(engine, storing, cancellation).ConfigureAwait(false);
            state = RunState.Done;
            return isStored;
        }
        finally
        {
            await NoteAsync(run.Record, state).ConfigureAwait(false);
        }
    }

    private async Task<bool> ProbeAndStoreAsync(LiveEngine engine, StoreLoop storing, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var giveUp = new CancellationTokenSource();
        log.Information("Probes {Targets} targets from {Vantage}", options.Watch.Targets.Count(target => target.Probe is not null), options.Vantage);
        var probing = new ProbingLoop(options, prober, journal, engine, time, log).RunAsync(stop.Token);
        var stored = storing.RunAsync(probing, giveUp.Token);
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
            log.Error(
                "ClickHouse did not take what was left: {Bytes} bytes wait in {Journal}; the next start stores them",
                journal.WaitingBytes.ToString("N0", CultureInfo.InvariantCulture),
                options.Journal);
        }
        finally
        {
            await probing.ConfigureAwait(false);
        }

        if (engine.LateEvents > 0)
        {
            log.Warning("{Late} results came after their bin was closed: they are stored and decided nothing", engine.LateEvents);
        }

        return isStored;
    }

    private async Task NoteAsync(RunRecord record, RunState state)
    {
        using var patience = new CancellationTokenSource(NoteTimeout);
        try
        {
            await store.Runs.FinishAsync(record, state, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ClickHouseException or OperationCanceledException)
        {
            log.Debug(e, "That the run ended as {State} could not be noted", state);
        }
    }
}
