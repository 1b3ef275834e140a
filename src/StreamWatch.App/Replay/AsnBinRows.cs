using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Visibility;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>The row of an ASN's bins.</summary>
internal static class AsnBinRows
{
    /// <param name="bins">What the detection gave.</param>
    /// <param name="width">Width of a bin; whole seconds.</param>
    public static AsnBinRow Of(in AsnBin bins, TimeSpan width)
    {
        var seconds = (uint)(width.Ticks / TimeSpan.TicksPerSecond);
        var sample = bins.Sample;
        return new AsnBinRow
        {
            BinStart = (uint)(bins.Bin * seconds),
            BinSeconds = seconds,
            Bins = (ushort)bins.Bins,
            Asn = bins.Asn,
            Family = bins.Family,
            Basis = (StoredBasis)bins.Basis,
            State = State(bins.State),
            Visibility = (float)(sample.Visibility ?? 0),
            Baseline = (float?)bins.Baseline,
            SpaceBlocks = Blocks(sample.Space),
            Seen25 = Blocks(sample.Seen25),
            Seen50 = Blocks(sample.Seen50),
            Seen75 = Blocks(sample.Seen75),
            Seen100 = Blocks(sample.Seen100),
            OriginChanged = (float)sample.OriginChanged,
            ViewsUsable = (ushort)sample.ViewsUsable,
            ViewsKnown = (ushort)sample.ViewsKnown,
        };
    }

    private static uint Blocks(long blocks) => (uint)Math.Min(blocks, uint.MaxValue);

    private static StoredBinState State(BinState state) => state switch
    {
        BinState.Unknown => StoredBinState.Unknown,
        BinState.WarmUp => StoredBinState.WarmUp,
        BinState.Normal => StoredBinState.Normal,
        BinState.Warning => StoredBinState.Warning,
        BinState.Partial => StoredBinState.Partial,
        BinState.Critical => StoredBinState.Critical,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "unknown state of a bin"),
    };
}
