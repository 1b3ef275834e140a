using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Incidents;

/// <summary>
/// Joins the outages that the rules find to incidents, says how each unfolded and what it is consistent with, and gives out their revisions
/// (design: Detection, points 6 to 9). It stands between the rules and whoever keeps what they find.
/// </summary>
public sealed class IncidentBook(IOutageSink sink, ProbingOptions options) : IDetectionSink, IProbeSink
{
    // Judged: what opens again within the hour belongs to what was before; what stands for a day has nothing to do with what opens now.
    private static readonly TimeSpan _joinWithin = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan _standsAlone = TimeSpan.FromHours(24);
    private const double LikeEnough = 0.3;
    private const int LikeMost = 3;

    private readonly List<Incident> _active = [];
    private readonly List<(Entity Entity, string Id, IncidentAnalysis Analysis)> _past = [];
    private readonly RouteHistory _routes = new();
    private readonly Dictionary<string, OutageRevision> _told = [];
    private bool _isSilent;
    private Members? _members;
    private Dictionary<Entity, EntityTrack> _tracks = [];

    /// <summary>Has it know what the entities consist of.</summary>
    public void Attach(ProbeDetector detector)
    {
        _members = detector.Members;
        _tracks = detector.Entities.ToDictionary(track => track.Entity);
    }

    /// <summary>
    /// Tells it what an earlier process gave out, before the first bin. It is silent then, whatever it finds, until <see cref="Settle"/>: what was given
    /// out keeps its incident, and its revisions go on behind the last.
    /// </summary>
    /// <param name="told">The last revision of each outage that is open, or that touches the bins to come.</param>
    /// <param name="past">Those before, that later ones may be like.</param>
    public void Recall(IEnumerable<OutageRevision> told, IEnumerable<OutageRevision> past)
    {
        _isSilent = true;
        foreach (var outage in told)
        {
            _told[outage.Id] = outage;
        }

        var known = _told.Values.Select(outage => outage.IncidentId).ToHashSet();
        foreach (var incident in past.Where(outage => outage.EntityType != EntityType.Target && !known.Contains(outage.IncidentId)).GroupBy(outage => outage.IncidentId).OrderBy(rows => rows.Min(row => row.OnsetAt)))
        {
            var first = incident.OrderBy(row => row.EntityType != EntityType.Group).ThenBy(row => row.OnsetAt).ThenBy(row => row.Id, StringComparer.Ordinal).First();
            _past.Add((new Entity(first.EntityType, first.Entity), first.IncidentId, first.Analysis));
        }
    }

    /// <summary>Everything that is known has come: gives out what is other than it was told, and is silent no more.</summary>
    public void Settle()
    {
        _isSilent = false;
        foreach (var incident in _active)
        {
            LookAgain(incident);
            foreach (var row in incident.Rows)
            {
                GiveNews(incident, row);
            }
        }
    }

    /// <inheritdoc/>
    public void Bins(in AsnBin bins) => sink.Bins(bins);

    /// <inheritdoc/>
    public void Sample(in RouteSample sample) => _routes.Add(sample);

    /// <inheritdoc cref="IProbeSink.TargetBin"/>
    public void TargetBin(in TargetBinRecord record) => sink.TargetBin(record);

    /// <summary>Takes what a rule says of an outage.</summary>
    public void Outage(OutageRevision revision)
    {
        foreach (var incident in _active)
        {
            if (incident.Rows.Find(row => row.Said.Id == revision.Id) is { } known)
            {
                known.Said = revision;
                Give(incident, known);
                return;
            }
        }

        var told = _told.GetValueOrDefault(revision.Id);
        var row = new IncidentRow(revision) { Told = told, Given = told };
        var joined = told is null ? Join(row) : Rejoin(told);
        joined.Rows.Add(row);
        Pin();
        Give(joined, row);
    }

    /// <summary>A bin of probe results was closed: looks again at what is going on.</summary>
    /// <param name="endAt">End of the bin, UTC.</param>
    /// <param name="detector">The detector, after the bin.</param>
    public void CloseBin(DateTime endAt, ProbeDetector detector)
    {
        if (_active.Count == 0)
        {
            return;
        }

        Attach(detector);
        foreach (var incident in _active)
        {
            NoteAffected(incident);
            LookAgain(incident);
        }

        Retire(endAt);
    }

    /// <summary>A bin of routes was closed: lets go of what is over.</summary>
    public void BinClosed(DateTime endAt) => Retire(endAt);

    /// <summary>Nothing more comes: gives out the last word on everything.</summary>
    public void Complete()
    {
        foreach (var incident in _active)
        {
            LookAgain(incident);
        }

        Retire(DateTime.MaxValue);
    }

    private static bool SaysTheSame(IncidentAnalysis one, IncidentAnalysis other) =>
        one.Phases.Select(start => (start.Phase, start.At)).SequenceEqual(other.Phases.Select(start => (start.Phase, start.At)))
        && one.RecoveryOrder.SequenceEqual(other.RecoveryOrder)
        && one.Affected.SequenceEqual(other.Affected)
        && one.Causes.Select(cause => (cause.Cause, cause.Probability)).SequenceEqual(other.Causes.Select(cause => (cause.Cause, cause.Probability)))
        && one.SimilarTo.SequenceEqual(other.SimilarTo);

    /// <summary>The incident that an outage belongs to; what it ties together becomes one.</summary>
    private Incident Join(IncidentRow row)
    {
        var related = _active.Where(incident => incident.Rows.Exists(other => Belongs(row, other))).ToList();
        var joined = related.Find(incident => !incident.IsOfTargets) ?? (row.IsTarget ? related.FirstOrDefault() : null);
        if (joined is null)
        {
            // Single targets that failed on the way are a part of what they led to, and bear its name.
            joined = new Incident(row.Said.Id);
            _active.Add(joined);
        }

        foreach (var other in related.Where(other => other != joined))
        {
            joined.Rows.AddRange(other.Rows);
            _active.Remove(other);
            foreach (var moved in other.Rows)
            {
                Give(joined, moved);
            }
        }

        return joined;
    }

    /// <summary>The incident that an outage was told to belong to.</summary>
    private Incident Rejoin(OutageRevision told)
    {
        var joined = _active.Find(incident => incident.Id == told.IncidentId);
        if (joined is null)
        {
            _active.Add(joined = new Incident(told.IncidentId));
        }

        if (joined.Told is null || joined.IsOfTargets)
        {
            joined.Told = joined.Analysis = told.Analysis;
        }

        joined.Affected.UnionWith(told.Analysis.Affected);
        return joined;
    }

    private bool Belongs(IncidentRow row, IncidentRow other)
    {
        var near = other.IsTarget || row.IsTarget ? _joinWithin : _standsAlone;
        var overlaps = other.Said.OnsetAt <= row.Said.OnsetAt
            ? row.Said.OnsetAt - other.Said.OnsetAt <= near || (row.IsTarget && !other.IsTarget && other.IsOpen)
            : other.Said.OnsetAt - row.Said.OnsetAt <= near;
        return overlaps && (_members?.AreRelated(row.Entity, other.Entity) ?? row.Entity == other.Entity);
    }

    private void NoteAffected(Incident incident)
    {
        if (!incident.IsOpen)
        {
            return;
        }

        foreach (var row in incident.Rows.Where(row => row.IsOpen))
        {
            if (row.IsTarget)
            {
                incident.Affected.Add(row.Entity.Name);
            }
            else if (_tracks.TryGetValue(row.Entity, out var track))
            {
                incident.Affected.UnionWith(track.Targets.Where(target => target.IsFailing && target.Target.Kind != TargetKind.Router && !FailedLongBefore(target, incident)).Select(target => target.Target.Name));
            }
        }
    }

    private bool FailedLongBefore(TargetTrack target, Incident incident) => _active.Exists(other => other != incident && other.Rows.Exists(row =>
        row.IsTarget && row.IsOpen && row.Entity.Name == target.Target.Name && incident.OnsetAt - row.Said.OnsetAt > _joinWithin));

    private void LookAgain(Incident incident)
    {
        var analysis = Analyse(incident);
        if (SaysTheSame(analysis, incident.Analysis))
        {
            return;
        }

        incident.Analysis = analysis;
        foreach (var row in incident.Rows)
        {
            Give(incident, row);
        }
    }

    private IncidentAnalysis Analyse(Incident incident)
    {
        var story = StoryOf(incident);
        if (story is { Bins.Count: 0, Routes.Count: 0 } && !incident.IsOfTargets)
        {
            // Known only by its own rows: what they say is all there is.
            return incident.Told ?? IncidentAnalysis.None;
        }

        var phases = PhaseReader.Read(story);
        var signs = incident.IsOfTargets ? null : Signs.Of(story, phases);
        var analysis = new IncidentAnalysis
        {
            Phases = phases.Phases,
            RecoveryOrder = phases.RecoveryOrder,
            Affected = [.. incident.Affected],
            Signs = signs,
            Causes = signs is null
                ? [new CauseProbability(Cause.SingleTarget, 1, ["for: nothing wider than single targets fails"])]
                : CauseJudge.Judge(signs),
        };
        if (incident.Told is { } told && story.Bins is [var oldest, ..] && story.At(oldest.Bin) > ToldAnalysis.FirstSign(told, incident.OnsetAt))
        {
            analysis = ToldAnalysis.Complete(told, analysis, story.At(oldest.Bin));
        }

        var entity = Primary(incident).Entity;
        return analysis with
        {
            SimilarTo =
            [
                .. _past.Where(past => past.Entity == entity && past.Id != incident.Id)
                    .Select(past => new Likeness(past.Id, Math.Round(LikenessJudge.Score(analysis, past.Analysis), 3)))
                    .Where(likeness => likeness.Score >= LikeEnough)
                    .OrderByDescending(likeness => likeness.Score)
                    .ThenByDescending(likeness => likeness.Id, StringComparer.Ordinal)
                    .Take(LikeMost),
            ],
        };
    }

    private OutageStory StoryOf(Incident incident)
    {
        var primary = Primary(incident);
        var asns = new HashSet<uint>();
        IReadOnlyList<EntityBin> bins = [];
        if (!incident.IsOfTargets && _tracks.TryGetValue(primary.Entity, out var track))
        {
            bins = [.. track.History];
            asns.UnionWith(track.Asns);
        }

        asns.UnionWith(incident.Rows.Where(row => !row.IsTarget).Select(row => row.Said.Asn).OfType<uint>());
        return new OutageStory
        {
            BinWidth = options.TargetBin,
            OnsetAt = incident.OnsetAt,
            RecoveredAt = incident.RecoveredAt,
            Bins = bins,
            Routes = _routes.Of(asns),
        };
    }

    /// <summary>The outage that an incident is told by: a group's, else what most is probed of, else the first.</summary>
    private IncidentRow Primary(Incident incident) => incident.Rows
        .OrderBy(row => row.IsTarget)
        .ThenBy(row => row.Said.EntityType != EntityType.Group)
        .ThenByDescending(row => _tracks.TryGetValue(row.Entity, out var track) ? track.Units.Count : 0)
        .ThenBy(row => row.Said.OnsetAt)
        .ThenBy(row => row.Said.Id, StringComparer.Ordinal)
        .First();

    private void Give(Incident incident, IncidentRow row)
    {
        if (_isSilent)
        {
            return;
        }

        var revision = row.Said with
        {
            IncidentId = incident.Id,
            ParentId = incident.ParentOf(row),
            Revision = (row.Given?.Revision ?? 0) + 1,
            Analysis = incident.Analysis,
        };
        if (row.Told is { } told && ReferenceEquals(told, row.Given) && SaysTheSame(told, revision))
        {
            return;
        }

        row.Given = revision;
        sink.Outage(revision);
    }

    /// <summary>Gives out what was not while it was silent: an outage that nobody was told of, or one that is other than it was told.</summary>
    private void GiveNews(Incident incident, IncidentRow row)
    {
        if (row.Given is null || ReferenceEquals(row.Told, row.Given))
        {
            Give(incident, row);
        }
    }

    private static bool SaysTheSame(OutageRevision told, OutageRevision revision) =>
        told.State == revision.State && told.RecoveredAt == revision.RecoveredAt && told.IncidentId == revision.IncidentId && told.ParentId == revision.ParentId
        && told.Severity == revision.Severity && (float)told.MinVisibility == (float)revision.MinVisibility && ToldAnalysis.SaysTheSame(told.Analysis, revision.Analysis);

    /// <summary>Lets go of what is over for so long that nothing can join it any more.</summary>
    private void Retire(DateTime now)
    {
        foreach (var incident in _active.Where(incident => !incident.IsOpen && now - LastEnd(incident) > _joinWithin).ToList())
        {
            if (_isSilent)
            {
                EndSilently(incident);
            }

            _active.Remove(incident);
            if (!incident.IsOfTargets)
            {
                _past.Add((Primary(incident).Entity, incident.Id, incident.Analysis));
            }
        }

        Pin();
    }

    /// <summary>What was told to the end stands as it was told; what was not is given out now, as there is no later.</summary>
    private void EndSilently(Incident incident)
    {
        if (incident.Rows.TrueForAll(row => row.Told is { State: not OutageState.Open }))
        {
            incident.Analysis = incident.Told ?? incident.Analysis;
            return;
        }

        _isSilent = false;
        LookAgain(incident);
        incident.Rows.ForEach(row => GiveNews(incident, row));
        _isSilent = true;
    }

    private static DateTime LastEnd(Incident incident) => incident.Rows.Max(row => row.Said.RecoveredAt ?? row.Said.OnsetAt);

    /// <summary>Has the histories kept as far back as the oldest incident needs.</summary>
    private void Pin()
    {
        DateTime? oldest = _active.Exists(incident => !incident.IsOfTargets) ? _active.Where(incident => !incident.IsOfTargets).Min(incident => incident.OnsetAt) : null;
        _routes.KeepFrom = oldest;
        foreach (var track in _tracks.Values)
        {
            track.KeepFrom = oldest is { } at ? (at - DateTime.UnixEpoch).Ticks / options.TargetBin.Ticks : null;
        }
    }
}
