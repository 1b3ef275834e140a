namespace StreamWatch.Simulation.Evaluation;

/// <summary>How well the rows of some pairings were found.</summary>
public sealed record RowScore
{
    /// <summary>True outages that were asked for.</summary>
    public required int True { get; init; }

    public required int Matched { get; init; }

    public required int Missed { get; init; }

    /// <summary>Of <see cref="Missed"/>: a found outage covers them that is matched to another.</summary>
    public required int Covered { get; init; }

    /// <summary>Found, and none; without fragments.</summary>
    public required int False { get; init; }

    public required int Fragments { get; init; }

    public required int Excused { get; init; }

    public required int NotAskedFor { get; init; }

    /// <summary>Matched ones whose end is known and was not found.</summary>
    public required int NeverClosed { get; init; }

    /// <summary>Matched among the matched, false and fragments: a second alarm for one outage is a wrong one.</summary>
    public Share Precision => new(Matched, Matched + False + Fragments);

    /// <summary>Matched among the true.</summary>
    public Share Recall => new(Matched, True);

    /// <summary>Absolute error of the onset; null where nothing was matched.</summary>
    public required Spread? OnsetError { get; init; }

    /// <summary>Onset that was found less the true one, with its sign.</summary>
    public required Spread? OnsetBias { get; init; }

    /// <summary>Absolute error of the recovery.</summary>
    public required Spread? RecoveryError { get; init; }

    /// <summary>Recovery that was found less the true end, with its sign.</summary>
    public required Spread? RecoveryBias { get; init; }

    /// <summary>From the true onset to the moment it was known.</summary>
    public required Spread? DelayFromTruth { get; init; }

    /// <summary>From where the opening rule first held to the moment it was known.</summary>
    public required Spread? DelayFromRule { get; init; }

    public static RowScore Of(IEnumerable<Pairing> pairings)
    {
        var all = pairings.ToList();
        int Count(PairingKind kind) => all.Count(pairing => pairing.Kind == kind);
        Spread? Spans(Func<Pairing, TimeSpan?> span, bool isAbsolute = false) => Spread.Of(
            from pairing in all
            let one = span(pairing)
            where one is not null
            select (isAbsolute ? one.Value.Duration() : one.Value, pairing.Found!.BinWidth));
        return new RowScore
        {
            True = Count(PairingKind.Matched) + Count(PairingKind.Missed),
            Matched = Count(PairingKind.Matched),
            Missed = Count(PairingKind.Missed),
            Covered = all.Count(pairing => pairing is { Kind: PairingKind.Missed, Found: not null }),
            False = Count(PairingKind.False),
            Fragments = Count(PairingKind.Fragment),
            Excused = Count(PairingKind.Excused),
            NotAskedFor = Count(PairingKind.NotAskedFor),
            NeverClosed = all.Count(pairing => pairing.IsNeverClosed),
            OnsetError = Spans(pairing => pairing.OnsetError, isAbsolute: true),
            OnsetBias = Spans(pairing => pairing.OnsetError),
            RecoveryError = Spans(pairing => pairing.RecoveryError, isAbsolute: true),
            RecoveryBias = Spans(pairing => pairing.RecoveryError),
            DelayFromTruth = Spans(pairing => pairing.DelayFromTruth),
            DelayFromRule = Spans(pairing => pairing.DelayFromRule),
        };
    }
}
