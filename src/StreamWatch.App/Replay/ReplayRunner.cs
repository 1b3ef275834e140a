using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Serilog;
using StreamWatch.Collectors.Archives;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Runs;
using StreamWatch.Storage.Writing;
using StreamWatch.Storage;

namespace StreamWatch.App.Replay;

/// <summary>
/// Replays an archive: reads it in order of time, detects, stores. What a run that was interrupted has stored is found in
/// the ledger and left out; the detection is done again from the start, which is cheap and needs no checkpoint to trust.
/// </summary>
internal sealed class ReplayRunner(StreamWatchStore store, TimeProvider time, ILogger log)
{
    private const long NanosInMicro = 1000;

    /// <summary>Runs to the end of the archive.</summary>
    /// <param name="archive">The files.</param>
    /// <param name="options">How to decide.</param>
    /// <param name="statistics">Filled while it runs.</param>
    /// <param name="cancellation">Stops between two records; what is stored stays, and the next run goes on from there.</param>
    public async Task<ReplayResult> RunAsync(Archive archive, ReplayOptions options, ReplayStatistics statistics, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var identity = RunIdentity.Of(archive, options);
        var record = new RunRecord
        {
            RunId = identity.RunId,
            Command = "replay",
            Options = identity.Options,
            Version = ProgramVersion.Text,
            StartedAt = time.GetUtcNow(),
        };
        await store.Runs.StartAsync(record, cancellation).ConfigureAwait(false);
        var run = await store.Ledger.RegisterAsync(new SourceDescription(SourceKind.Run, identity.Hash, identity.RunId), cancellation).ConfigureAwait(false);
        var files = new List<FileInProgress>();
        foreach (var file in archive.Files)
        {
            var source = await store.Ledger.RegisterAsync(
                new SourceDescription(SourceKind.File, file.Content, Path.GetFileName(file.Path), file.Collector, file.Bytes)
                {
                    FirstMicros = file.FirstMicros,
                    StartsWithTable = file.StartsWithTable,
                },
                cancellation).ConfigureAwait(false);
            files.Add(new FileInProgress(file, source));
        }

        var probeFiles = new List<ProbeFileInProgress>();
        foreach (var file in archive.ProbeFiles)
        {
            var source = await store.Ledger.RegisterAsync(
                new SourceDescription(SourceKind.File, file.Content, Path.GetFileName(file.Path), "", file.Bytes) { FirstMicros = file.FirstNanos / NanosInMicro },
                cancellation).ConfigureAwait(false);
            probeFiles.Add(new ProbeFileInProgress(file, source));
        }

        foreach (var (collector, path) in archive.EmptyFiles)
        {
            // Nothing of it is stored, but that it was there: it is no gap in its series.
            await store.Ledger.RegisterAsync(
                new SourceDescription(SourceKind.File, IdentityOfEmpty(collector, Path.GetFileName(path)), Path.GetFileName(path), collector, new FileInfo(path).Length),
                cancellation).ConfigureAwait(false);
        }

        log.Information("Run {RunId} reads {Files} files of {Collectors} route collectors", identity.RunId, files.Count, files.Select(file => file.File.Collector).Distinct().Count());
        var state = RunState.Failed;
        try
        {
            var writer = store.StartWriter(bulk: true);
            await using (writer.ConfigureAwait(false))
            {
                var outages = await Task.Factory.StartNew(
                    () => Read(archive, options, statistics, files, probeFiles, writer, run, identity.RunId, cancellation),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default).ConfigureAwait(false);
                var waiting = Stopwatch.GetTimestamp();
                await writer.CompleteAsync().ConfigureAwait(false);
                statistics.Waiting += Stopwatch.GetElapsedTime(waiting);
                state = RunState.Done;
                record = record with { Outages = outages.Outages.Count };
                return outages with { RunId = identity.RunId, Elapsed = Stopwatch.GetElapsedTime(started), RowsStored = writer.RowsStored, Storing = writer.Busy };
            }
        }
        catch (OperationCanceledException)
        {
            state = RunState.Interrupted;
            throw;
        }
        finally
        {
            await NoteAsync(record with { Elems = statistics.Elems, Rejected = statistics.Rejected }, state).ConfigureAwait(false);
        }
    }

    /// <summary>Empty files are all alike by content; what they tell is in their name.</summary>
    private static string IdentityOfEmpty(string collector, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"empty\n{collector}\n{name}")));

    private async Task NoteAsync(RunRecord record, RunState state)
    {
        try
        {
            await store.Runs.FinishAsync(record, state, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ClickHouseException e) when (state != RunState.Done)
        {
            // What ended the run is what the user is to hear; that it could not be noted either follows from it.
            log.Debug(e, "That the run ended as {State} could not be noted", state);
        }
    }

    private static ReplayResult Read(
        Archive archive,
        ReplayOptions options,
        ReplayStatistics statistics,
        IReadOnlyList<FileInProgress> files,
        IReadOnlyList<ProbeFileInProgress> probeFiles,
        BackgroundWriter writer,
        StoredSource run,
        string runId,
        CancellationToken cancellation)
    {
        var results = new ResultWriter(writer, run, runId, options.Detection, options.Probing.TargetBin);
        var pass = new DetectionPass(archive, options, statistics, results);
        pass.Read(
            new ReplaySink(new ReplayFeed(pass.Routes, writer, files, statistics)),
            new ProbeFeed(pass.Probes, writer, probeFiles),
            cancellation);
        results.Complete();
        return new ReplayResult { RunId = runId, Outages = results.Outages, LateEvents = pass.Engine.LateEvents, Views = pass.Engine.Routing.Detector.Table.Views.Count };
    }
}
