using System.Collections.Frozen;
using System.Globalization;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Results;

/// <summary>What the detection finds as it is carried, and back. A round trip gives the same value but for what outages were judged by (<see cref="IncidentAnalysis.Signs"/>), which is not kept.</summary>
public static class ResultCodec
{
    private const long TicksAMicro = TimeSpan.TicksPerMicrosecond;

    /// <summary>Reads and checks a message.</summary>
    /// <exception cref="ContractException">It is not what the contract says.</exception>
    public static ResultBatch Read(ReadOnlySpan<byte> bytes)
    {
        var batch = Contract.Parse(ResultBatch.Parser, bytes);
        Contract.Require(batch.Version == Contract.Version, $"version {batch.Version}, only {Contract.Version} is read");
        Contract.Require(batch.RunId.Length is > 0 and <= 255, "the run's name has 1 to 255 characters");
        Contract.Require(batch.AsnBinSeconds is > 0 and <= 3600 && batch.TargetBinSeconds is > 0 and <= 3600, "bins are 1 to 3600 seconds wide");
        Contract.Require(batch.CloseBins is > 0 and <= 100, "1 to 100 bins close an outage");
        Contract.Require(
            batch.AsnBins.All(bin => bin.Family is 4 or 6 && bin.Bins is > 0 and <= ushort.MaxValue && IsKnown<Basis>(bin.Basis) && IsKnown<BinState>(bin.State)),
            "families, bases and states of bins are known");
        Contract.Require(batch.TargetBins.All(bin => bin.Target.Length > 0 && IsKnown<Verdict>(bin.Verdict)), "targets have names and verdicts are known");
        foreach (var outage in batch.Outages)
        {
            Contract.Require(
                outage.Id.Length > 0 && IsKnown<EntityType>(outage.EntityType) && IsKnown<Basis>(outage.Basis) && IsKnown<OutageSeverity>(outage.Severity)
                && IsKnown<OutageState>(outage.State) && outage.Family is 0 or 4 or 6,
                "outages have ids, and their types, bases, severities and states are known");
            Contract.Require(outage.LostPrefixes.All(text => Prefix.TryParse(text, out _)), "lost prefixes are prefixes");
            Contract.Require(
                outage.Phases.All(phase => IsKnown<Phase>(phase.Phase)) && outage.Causes.All(cause => IsKnown<Cause>(cause.Cause))
                && outage.RecoveryOrder.All(IsKnown<TargetKind>),
                "phases, causes and kinds are known");
        }

        return batch;
    }

    public static AsnBinResult Of(in AsnBin bin)
    {
        var sample = bin.Sample;
        var result = new AsnBinResult
        {
            Bin = bin.Bin,
            Bins = (uint)bin.Bins,
            Asn = bin.Asn,
            Family = (uint)bin.Family,
            Basis = (uint)bin.Basis,
            State = (uint)bin.State,
            Space = sample.Space,
            Known = sample.Known,
            Carried = sample.Carried,
            CarriedByOrigin = sample.CarriedByOrigin,
            Seen25 = sample.Seen25,
            Seen50 = sample.Seen50,
            Seen75 = sample.Seen75,
            Seen100 = sample.Seen100,
            ViewsUsable = (uint)sample.ViewsUsable,
            ViewsKnown = (uint)sample.ViewsKnown,
            Split = sample.Split,
        };
        if (bin.Baseline is { } baseline)
        {
            result.Baseline = baseline;
        }

        return result;
    }

    public static AsnBin Of(AsnBinResult bin) => new()
    {
        Bin = bin.Bin,
        Bins = (int)bin.Bins,
        Asn = bin.Asn,
        Family = (AddressFamily)bin.Family,
        Basis = (Basis)bin.Basis,
        State = (BinState)bin.State,
        Baseline = bin.HasBaseline ? bin.Baseline : null,
        Sample = new VisibilitySample(
            bin.Space, bin.Known, bin.Carried, bin.CarriedByOrigin, bin.Seen25, bin.Seen50, bin.Seen75, bin.Seen100, (int)bin.ViewsUsable, (int)bin.ViewsKnown)
        {
            Split = bin.Split,
        },
    };

    public static TargetBinResult Of(in TargetBinRecord record)
    {
        var tally = record.Tally;
        var result = new TargetBinResult
        {
            Bin = record.Bin,
            Target = record.Target,
            Verdict = (uint)record.Verdict,
            InMaintenance = record.IsInMaintenance,
            Probes = (uint)tally.Probes,
            Service = (uint)tally.Service,
            Alive = (uint)tally.Alive,
            Silent = (uint)tally.Silent,
            Slow = (uint)tally.Slow,
            Returns = (uint)tally.Returns,
            ExpectedBad = tally.ExpectedBad,
            NotTheTargets = (uint)tally.NotTheTargets,
            Doubtful = (uint)tally.Doubtful,
            Voters = (uint)tally.Voters,
        };
        if (tally.MedianRtt is { } median)
        {
            result.MedianRtt = median;
        }

        return result;
    }

    public static TargetBinRecord Of(TargetBinResult bin) => new(
        bin.Bin,
        bin.Target,
        (Verdict)bin.Verdict,
        bin.InMaintenance,
        new TargetTally
        {
            Probes = (int)bin.Probes,
            Service = (int)bin.Service,
            Alive = (int)bin.Alive,
            Silent = (int)bin.Silent,
            Slow = (int)bin.Slow,
            Returns = (int)bin.Returns,
            ExpectedBad = bin.ExpectedBad,
            NotTheTargets = (int)bin.NotTheTargets,
            Doubtful = (int)bin.Doubtful,
            Voters = (int)bin.Voters,
            MedianRtt = bin.HasMedianRtt ? bin.MedianRtt : null,
        });

    public static OutageResult Of(OutageRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        var result = new OutageResult
        {
            Id = revision.Id,
            IncidentId = revision.IncidentId,
            EntityType = (uint)revision.EntityType,
            Entity = revision.Entity,
            Family = revision.Family is { } family ? (uint)family : 0,
            Basis = (uint)revision.Basis,
            Severity = (uint)revision.Severity,
            State = (uint)revision.State,
            OnsetAt = Micros(revision.OnsetAt),
            DetectedAt = Micros(revision.DetectedAt),
            Revision = revision.Revision,
            BinSeconds = (uint)(revision.BinWidth.Ticks / TimeSpan.TicksPerSecond),
            MinVisibility = revision.MinVisibility,
            Baseline = revision.Baseline,
            SpaceBlocks = revision.SpaceBlocks,
            ViewsUsable = (uint)revision.ViewsUsable,
            Units = (uint)revision.Units,
            Ruleset = revision.Ruleset,
        };
        if (revision.ParentId is { } parent)
        {
            result.ParentId = parent;
        }

        if (revision.Asn is { } asn)
        {
            result.Asn = asn;
        }

        if (revision.RecoveredAt is { } recovered)
        {
            result.RecoveredAt = Micros(recovered);
        }

        if (revision.Chance is { } chance)
        {
            result.Chance = chance;
        }

        var analysis = revision.Analysis;
        result.LostPrefixes.AddRange(revision.LostPrefixes.Select(prefix => prefix.ToString()));
        result.Phases.AddRange(analysis.Phases.Select(start =>
            new PhaseResult { Phase = (uint)start.Phase, At = Micros(start.At), Confidence = start.Confidence, Evidence = start.Evidence }));
        foreach (var cause in analysis.Causes)
        {
            var carried = new CauseResult { Cause = (uint)cause.Cause, Probability = cause.Probability };
            carried.Evidence.AddRange(cause.Evidence);
            result.Causes.Add(carried);
        }

        result.RecoveryOrder.AddRange(analysis.RecoveryOrder.Select(kind => (uint)kind));
        result.Affected.AddRange(analysis.Affected);
        result.SimilarTo.AddRange(analysis.SimilarTo.Select(like => new LikenessResult { Id = like.Id, Score = like.Score }));
        return result;
    }

    public static OutageRevision Of(OutageResult outage)
    {
        ArgumentNullException.ThrowIfNull(outage);
        return new OutageRevision
        {
            Id = outage.Id,
            IncidentId = outage.IncidentId,
            ParentId = outage.HasParentId ? outage.ParentId : null,
            EntityType = (EntityType)outage.EntityType,
            Entity = outage.Entity,
            Asn = outage.HasAsn ? outage.Asn : null,
            Family = outage.Family == 0 ? null : (AddressFamily)outage.Family,
            Basis = (Basis)outage.Basis,
            Severity = (OutageSeverity)outage.Severity,
            State = (OutageState)outage.State,
            OnsetAt = At(outage.OnsetAt),
            DetectedAt = At(outage.DetectedAt),
            RecoveredAt = outage.HasRecoveredAt ? At(outage.RecoveredAt) : null,
            Revision = outage.Revision,
            BinWidth = TimeSpan.FromSeconds(outage.BinSeconds),
            MinVisibility = outage.MinVisibility,
            Baseline = outage.Baseline,
            SpaceBlocks = outage.SpaceBlocks,
            ViewsUsable = (int)outage.ViewsUsable,
            Units = (int)outage.Units,
            Chance = outage.HasChance ? outage.Chance : null,
            LostPrefixes = [.. outage.LostPrefixes.Select(Prefix.Parse)],
            Analysis = new IncidentAnalysis
            {
                Phases = [.. outage.Phases.Select(start => new PhaseStart((Phase)start.Phase, At(start.At), start.Confidence, start.Evidence))],
                Causes = [.. outage.Causes.Select(cause => new CauseProbability((Cause)cause.Cause, cause.Probability, [.. cause.Evidence]))],
                RecoveryOrder = [.. outage.RecoveryOrder.Select(kind => (TargetKind)kind)],
                Affected = [.. outage.Affected],
                SimilarTo = [.. outage.SimilarTo.Select(like => new Likeness(like.Id, like.Score))],
            },
            Ruleset = outage.Ruleset,
        };
    }

    private static bool IsKnown<T>(uint value)
        where T : struct, Enum => Known<T>.Values.Contains(value);

    private static long Micros(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TicksAMicro;

    private static DateTime At(long micros) => DateTime.UnixEpoch.AddTicks(micros * TicksAMicro);

    /// <summary>The numbers of an enumeration, looked up once.</summary>
    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly FrozenSet<uint> Values = Enum.GetValues<T>().Select(value => Convert.ToUInt32(value, CultureInfo.InvariantCulture)).ToFrozenSet();
    }
}
