using System.Globalization;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>The rows of a revision of an outage in the four tables that hold it.</summary>
internal static class OutageRows
{
    /// <param name="revision">What the detection gave.</param>
    /// <param name="closeBins">Bins in a row that close an outage: so far behind its end its evidence reaches.</param>
    /// <param name="runId">The run that decided.</param>
    public static OutageRow Of(OutageRevision revision, int closeBins, string runId)
    {
        var end = revision.RecoveredAt is { } recovered ? recovered + (closeBins * revision.BinWidth) : revision.DetectedAt;
        return new OutageRow
        {
            Id = revision.Id,
            Revision = revision.Revision,
            IncidentId = revision.IncidentId,
            ParentId = revision.ParentId,
            EntityType = (byte)revision.EntityType,
            Entity = revision.Asn?.ToString(CultureInfo.InvariantCulture) ?? revision.Entity,
            Basis = (StoredBasis)revision.Basis,
            Family = revision.Family is { } family ? (byte)family : (byte)0,
            Severity = (byte)revision.Severity,
            State = (byte)revision.State,
            OnsetAtMilliseconds = Milliseconds(revision.OnsetAt),
            DetectedAtMilliseconds = Milliseconds(revision.DetectedAt),
            RecoveredAtMilliseconds = revision.RecoveredAt is { } at ? Milliseconds(at) : null,
            MinVisibility = (float)revision.MinVisibility,
            Baseline = (float)revision.Baseline,
            SpaceBlocks = (uint)Math.Min(revision.SpaceBlocks, uint.MaxValue),
            ViewsUsable = (ushort)revision.ViewsUsable,
            BinSeconds = (uint)(revision.BinWidth.Ticks / TimeSpan.TicksPerSecond),
            EvidenceStartMilliseconds = Milliseconds(revision.OnsetAt - revision.BinWidth),
            EvidenceEndMilliseconds = Milliseconds(end),
            Units = (uint)revision.Units,
            Chance = revision.Chance,
            RecoveryOrder = [.. revision.Analysis.RecoveryOrder.Select(kind => kind.Name())],
            SimilarTo = [.. revision.Analysis.SimilarTo.Select(like => (like.Id, (float)like.Score))],
            LostPrefixes = [.. revision.LostPrefixes.Select(prefix => prefix.ToString())],
            Ruleset = revision.Ruleset,
            RunId = runId,
        };
    }

    public static IEnumerable<OutagePhaseRow> Phases(OutageRevision revision) => revision.Analysis.Phases.Select(
        start => new OutagePhaseRow(revision.Id, revision.Revision, start.Phase, Milliseconds(start.At), (float)start.Confidence, start.Evidence));

    public static IEnumerable<OutageCauseRow> Causes(OutageRevision revision) => revision.Analysis.Causes.Select(
        (cause, i) => new OutageCauseRow(revision.Id, revision.Revision, cause.Cause, (float)cause.Probability, [.. cause.Evidence], (byte)(i + 1)));

    public static IEnumerable<OutageTargetRow> Targets(OutageRevision revision) => revision.Analysis.Affected.Select(
        target => new OutageTargetRow(revision.Id, revision.Revision, target));

    private static long Milliseconds(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
}
