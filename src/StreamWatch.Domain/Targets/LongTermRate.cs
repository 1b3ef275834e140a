namespace StreamWatch.Domain.Targets;

/// <summary>Share of probes for which something holds, over a memory that fades. Starts from what is usual and learns.</summary>
/// <param name="usual">The share before anything is known, 0 to 1.</param>
/// <param name="weight">Probes that the usual share is worth.</param>
/// <param name="memory">Probes after which one weighs 1/e.</param>
public sealed class LongTermRate(double usual, double weight, double memory)
{
    private readonly double _fading = Math.Exp(-1 / memory);
    private double _hits = usual * weight;
    private double _all = weight;

    /// <summary>The share, 0 to 1.</summary>
    public double Value => _hits / _all;

    /// <summary>Takes a probe.</summary>
    public void See(bool holds)
    {
        _hits = (_hits * _fading) + (holds ? 1 : 0);
        _all = (_all * _fading) + 1;
    }
}
