namespace StreamWatch.Storage.Ledgers;

/// <summary>A piece <c>[Start, End)</c> of a source: bytes of the decompressed file, cut between records; of a run seconds of event time.</summary>
/// <param name="Start">First offset; at least 0.</param>
/// <param name="End">Offset behind the last; more than <paramref name="Start"/>.</param>
public readonly record struct OffsetRange(long Start, long End)
{
    public override string ToString() => $"[{Start}, {End})";
}
