using System.Globalization;
using System.Text;
using StreamWatch.App.Replay;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Runs;

namespace StreamWatch.App.Redetect;

/// <summary>
/// Makes what was found the last word: each outage that is new or has changed gets a revision above the stored one, each that is found no more one that says so.
/// Nothing is deleted. Interrupted, and done again, it writes what is still different.
/// </summary>
internal sealed class RedetectWriter(StreamWatchStore store, TimeProvider time)
{
    /// <summary>Writes under a run of its own; null where nothing was different.</summary>
    /// <returns>Name of the run.</returns>
    public async Task<string?> WriteAsync(RedetectResult result, RedetectOptions options, CancellationToken cancellation)
    {
        var revisions = result.Differences.SelectMany(difference => Revisions(difference, result.Revisions)).ToList();
        if (revisions.Count == 0)
        {
            return null;
        }

        var json = RunOptionsJson.Of(options.Detection, options.Probing, options.Watch);
        json["From"] = options.From;
        json["To"] = options.To;
        json["LeadIn"] = (options.LeadIn ?? options.UsualLeadIn).ToString("c", CultureInfo.InvariantCulture);
        var text = new StringBuilder(json.ToJsonString());
        foreach (var revision in revisions)
        {
            text.Append('\n').Append(Content(revision));
        }

        var hash = RunIdentity.HashOf(text.ToString());
        var record = new RunRecord
        {
            RunId = $"redetect-{hash[..16]}",
            Command = "redetect",
            Options = json.ToJsonString(),
            Version = ProgramVersion.Text,
            StartedAt = time.GetUtcNow(),
            Elems = result.Routes,
            Outages = revisions.Count,
        };
        await store.Runs.StartAsync(record, cancellation).ConfigureAwait(false);
        var run = await store.Ledger.RegisterAsync(new SourceDescription(SourceKind.Run, hash, record.RunId), cancellation).ConfigureAwait(false);
        var state = RunState.Failed;
        try
        {
            var writer = store.StartWriter();
            await using (writer.ConfigureAwait(false))
            {
                var results = new ResultWriter(writer, run, record.RunId, options.Detection, options.Probing.TargetBin);
                revisions.ForEach(results.Outage);
                results.Complete();
                await writer.CompleteAsync().ConfigureAwait(false);
            }

            state = RunState.Done;
            return record.RunId;
        }
        finally
        {
            await store.Runs.FinishAsync(record, state, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string Content(OutageRevision revision) => string.Create(
        CultureInfo.InvariantCulture,
        $"{revision.Id} {revision.Revision} {revision.State} {revision.DetectedAt:O} {revision.RecoveredAt:O} {revision.Severity} {revision.Basis} {revision.IncidentId} {revision.ParentId} {revision.MinVisibility:R} "
        + $"{string.Join(' ', revision.Analysis.Phases)} {string.Join(' ', revision.Analysis.Causes.Select(cause => $"{cause.Cause} {cause.Probability:R}"))} {string.Join(' ', revision.Analysis.Affected)}");

    private static IEnumerable<OutageRevision> Revisions(OutageDifference difference, IReadOnlyDictionary<string, uint> stored)
    {
        if (difference is { Change: OutageChange.New or OutageChange.Changed, Found: { } found })
        {
            yield return found with { Revision = stored.GetValueOrDefault(found.Id) + 1 };
        }

        if (difference is { Change: OutageChange.Gone or OutageChange.Changed, Stored: { } gone } && gone.Id != difference.Found?.Id)
        {
            yield return gone with { State = OutageState.Superseded, Revision = stored[gone.Id] + 1, Ruleset = DetectionOptions.Ruleset };
        }
    }
}
