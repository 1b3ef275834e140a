using System.Globalization;
using System.Runtime.CompilerServices;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Reading;

/// <summary>Reads outages back as the detection gave them: of each its last revision, with phases, causes and targets. Shares and probabilities are kept as 32-bit numbers.</summary>
public sealed class OutageReader
{
    private const string Began = "o.onset_at >= {from:DateTime64(3, 'UTC')} AND o.onset_at < {to:DateTime64(3, 'UTC')}";
    private readonly IClickHouse _clickHouse;
    private readonly string _database;

    internal OutageReader(IClickHouse clickHouse, string database)
    {
        _clickHouse = clickHouse;
        _database = database;
    }

    /// <summary>The outages that are open, by onset and id.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<OutageRevision> OpenAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(new Statement("outages.open", Select("o.state = 'open'")), cancellationToken);

    /// <summary>The outages that began in <c>[from, to)</c>, by onset and id; superseded ones are left out.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<OutageRevision> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        ReadAsync(Between("outages.between", "o.state != 'superseded'", from, to), cancellationToken);

    /// <summary>The outages that began in <c>[from, to)</c>, by onset and id, the superseded ones too.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<OutageRevision> EverBetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        ReadAsync(Between("outages.ever", "1", from, to), cancellationToken);

    /// <summary>Of the outages that a run decided those that are open, by onset and id.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<OutageRevision> OpenOfRunAsync(string runId, CancellationToken cancellationToken = default) =>
        ReadAsync(new Statement("outages.open-of-run", Select("o.run_id = {run:String} AND o.state = 'open'")).With("run", runId), cancellationToken);

    /// <summary>
    /// Of the outages that a run decided: those that are open, and those that began or ended at or after a time, by onset and id. What a watch that goes
    /// on has to know of itself.
    /// </summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<OutageRevision> OfRunAsync(string runId, DateTimeOffset since, CancellationToken cancellationToken = default) =>
        ReadAsync(
            new Statement(
                "outages.of-run",
                Select(
                    "o.run_id = {run:String} AND o.state != 'superseded' AND "
                    + "(o.state = 'open' OR o.onset_at >= {since:DateTime64(3, 'UTC')} OR o.recovered_at >= {since:DateTime64(3, 'UTC')})"))
                .With("run", runId).With("since", since),
            cancellationToken);

    /// <summary>Of the outages that a run decided: those of anything wider than a target that were over before a time; the newest so many, by onset and id.</summary>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public IAsyncEnumerable<OutageRevision> PastOfRunAsync(string runId, DateTimeOffset before, int most, CancellationToken cancellationToken = default) =>
        ReadAsync(
            new Statement(
                "outages.past-of-run",
                Select(
                    "o.run_id = {run:String} AND o.state IN ('recovered', 'rebaselined') AND o.entity_type != 'target' AND o.onset_at < {before:DateTime64(3, 'UTC')} "
                    + "AND (o.recovered_at IS NULL OR o.recovered_at < {before:DateTime64(3, 'UTC')}) ORDER BY o.onset_at DESC LIMIT {most:UInt32}"))
                .With("run", runId).With("before", before).With("most", (uint)most),
            cancellationToken);

    private Statement Between(string name, string which, DateTimeOffset from, DateTimeOffset to) =>
        new Statement(name, Select($"{which} AND {Began}")).With("from", from).With("to", to);

    // The parts by subquery and not by join, so that they are looked for among the few outages asked for.
    private string Select(string which) =>
        $$"""
        WITH asked AS (SELECT * FROM {{_database}}.outages AS o FINAL WHERE {{which}})
        SELECT
          asked.id AS id, incident_id, parent_id, toUInt8(entity_type) AS entity_type, entity, toUInt8(basis) AS basis, toUInt8(family) AS family,
          toUInt8(severity) AS severity, toUInt8(state) AS state, onset_at, detected_at, recovered_at, asked.revision AS revision, bin_seconds,
          min_visibility, baseline, space_blocks, views_usable, units, chance, lost_prefixes, recovery_order, ruleset,
          arrayMap(like -> like.1, similar_to) AS similar_ids, arrayMap(like -> like.2, similar_to) AS similar_scores,
          phases.phase AS phases, phases.at AS phase_starts, phases.confidence AS phase_confidences, phases.evidence AS phase_evidence,
          causes.cause AS causes, causes.probability AS cause_probabilities, causes.evidence AS cause_evidence, affected.target AS targets
        FROM asked
        LEFT JOIN
        (
          SELECT id, revision, groupArray(toUInt8(phase)) AS phase, groupArray(at) AS at, groupArray(confidence) AS confidence, groupArray(evidence) AS evidence
          FROM (SELECT * FROM {{_database}}.outage_phases FINAL WHERE id IN (SELECT id FROM asked) ORDER BY id, at, phase) GROUP BY id, revision
        ) AS phases ON phases.id = asked.id AND phases.revision = asked.revision
        LEFT JOIN
        (
          SELECT id, revision, groupArray(toUInt8(cause)) AS cause, groupArray(probability) AS probability, groupArray(evidence) AS evidence
          FROM (SELECT * FROM {{_database}}.outage_causes FINAL WHERE id IN (SELECT id FROM asked) ORDER BY id, rank) GROUP BY id, revision
        ) AS causes ON causes.id = asked.id AND causes.revision = asked.revision
        LEFT JOIN
        (
          SELECT id, revision, groupArray(target) AS target
          FROM (SELECT * FROM {{_database}}.outage_targets FINAL WHERE id IN (SELECT id FROM asked) ORDER BY id, target) GROUP BY id, revision
        ) AS affected ON affected.id = asked.id AND affected.revision = asked.revision
        ORDER BY onset_at, id
        """;

    private async IAsyncEnumerable<OutageRevision> ReadAsync(Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _clickHouse.QueryAsync<Row>(statement, cancellationToken).ConfigureAwait(false))
        {
            yield return Revision(row);
        }
    }

    private static OutageRevision Revision(Row row)
    {
        var type = (EntityType)row.EntityType;
        return new OutageRevision
        {
            Id = row.Id,
            IncidentId = row.IncidentId,
            ParentId = row.ParentId,
            EntityType = type,
            Entity = type == EntityType.Asn ? "AS" + row.Entity : row.Entity,
            Asn = type == EntityType.Asn ? uint.Parse(row.Entity, CultureInfo.InvariantCulture) : null,
            Family = row.Family == 0 ? null : (AddressFamily)row.Family,
            Basis = (Basis)row.Basis,
            Severity = (OutageSeverity)row.Severity,
            State = (OutageState)row.State,
            OnsetAt = row.OnsetAt.UtcDateTime,
            DetectedAt = row.DetectedAt.UtcDateTime,
            RecoveredAt = row.RecoveredAt?.UtcDateTime,
            Revision = row.Revision,
            BinWidth = TimeSpan.FromSeconds(row.BinSeconds),
            MinVisibility = row.MinVisibility,
            Baseline = row.Baseline,
            SpaceBlocks = row.SpaceBlocks,
            ViewsUsable = row.ViewsUsable,
            Units = (int)row.Units,
            Chance = row.Chance,
            LostPrefixes = [.. row.LostPrefixes.Select(Prefix.Parse)],
            Ruleset = row.Ruleset,
            Analysis = new IncidentAnalysis
            {
                Phases = [.. row.Phases.Select((phase, i) => new PhaseStart((Phase)phase, row.PhaseStarts[i].UtcDateTime, row.PhaseConfidences[i], row.PhaseEvidence[i]))],
                Causes = [.. row.Causes.Select((cause, i) => new CauseProbability((Cause)cause, row.CauseProbabilities[i], row.CauseEvidence[i]))],
                RecoveryOrder = [.. row.RecoveryOrder.Select(ProbeNames.Kind).OfType<TargetKind>()],
                Affected = row.Targets,
                SimilarTo = [.. row.SimilarIds.Select((id, i) => new Likeness(id, row.SimilarScores[i]))],
            },
        };
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string IncidentId { get; init; } = "";

        public string? ParentId { get; init; }

        public byte EntityType { get; init; }

        public string Entity { get; init; } = "";

        public byte Basis { get; init; }

        public byte Family { get; init; }

        public byte Severity { get; init; }

        public byte State { get; init; }

        public DateTimeOffset OnsetAt { get; init; }

        public DateTimeOffset DetectedAt { get; init; }

        public DateTimeOffset? RecoveredAt { get; init; }

        public uint Revision { get; init; }

        public uint BinSeconds { get; init; }

        public float MinVisibility { get; init; }

        public float Baseline { get; init; }

        public uint SpaceBlocks { get; init; }

        public ushort ViewsUsable { get; init; }

        public uint Units { get; init; }

        public double? Chance { get; init; }

        public string[] LostPrefixes { get; init; } = [];

        public string[] RecoveryOrder { get; init; } = [];

        public string[] SimilarIds { get; init; } = [];

        public float[] SimilarScores { get; init; } = [];

        public int[] Phases { get; init; } = [];

        public DateTimeOffset[] PhaseStarts { get; init; } = [];

        public float[] PhaseConfidences { get; init; } = [];

        public string[] PhaseEvidence { get; init; } = [];

        public int[] Causes { get; init; } = [];

        public float[] CauseProbabilities { get; init; } = [];

        public string[][] CauseEvidence { get; init; } = [];

        public string[] Targets { get; init; } = [];

        public uint Ruleset { get; init; }
    }
}
