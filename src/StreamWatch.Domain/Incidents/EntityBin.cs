using StreamWatch.Domain.Probing;

namespace StreamWatch.Domain.Incidents;

/// <summary>What was seen of an entity in a bin of probe results.</summary>
public sealed record EntityBin
{
    public required long Bin { get; init; }

    /// <summary>Units that served.</summary>
    public required int UnitsServing { get; init; }

    /// <summary>Units that did not.</summary>
    public required int UnitsFailing { get; init; }

    /// <summary>Targets of which anything is known, routers included.</summary>
    public required int TargetsKnown { get; init; }

    /// <summary>Targets of which nothing answers, routers included.</summary>
    public required int TargetsDown { get; init; }

    /// <summary>Probes of all targets but routers.</summary>
    public required int Probes { get; init; }

    /// <summary>Those that the service answered.</summary>
    public required int Served { get; init; }

    /// <summary>Those that nothing answered.</summary>
    public required int Silent { get; init; }

    /// <summary>Answers that took far longer than is usual for their target.</summary>
    public required int Slow { get; init; }

    /// <summary>Minutes between two probes of a target from one vantage point, mean over all; null where none is known.</summary>
    public double? ProbeMinutes { get; init; }

    /// <summary>Answers of the service right after a probe that nothing answered.</summary>
    public int Returns { get; init; }

    /// <summary>Probes that the host answered and the service did not: refused, reset, an error.</summary>
    public int Alive { get; init; }

    /// <summary>Routers of which anything is known.</summary>
    public int RoutersKnown { get; init; }

    /// <summary>Routers that do not answer.</summary>
    public int RoutersDown { get; init; }

    /// <summary>Healthy vantage points that most targets serve.</summary>
    public int VantagesServed { get; init; }

    /// <summary>Healthy vantage points that hardly any target serves.</summary>
    public int VantagesCutOff { get; init; }

    /// <summary>Silent and slow probes to be expected, by the targets' own rates.</summary>
    public required double ExpectedBad { get; init; }

    /// <summary>Targets that serve, of those known, by kind.</summary>
    public required IReadOnlyDictionary<TargetKind, (int Serving, int Known)> Kinds { get; init; }

    /// <summary>Units of which anything is known.</summary>
    public int UnitsKnown => UnitsServing + UnitsFailing;

    /// <summary>Share of the known units that fail, 0 to 1; null where none is known.</summary>
    public double? FailingShare => UnitsKnown == 0 ? null : (double)UnitsFailing / UnitsKnown;
}
