namespace StreamWatch.App.Collecting.Live;

/// <summary>Holds the batches of a round of probe results until they are kept. Not thread-safe.</summary>
internal sealed class RoundInHand : IRoundSink
{
    private List<byte[]> _batches = [];

    public void Routes(int partition, byte[] batch) => throw new InvalidOperationException("a live session publishes no routes");

    public void Probes(int partition, byte[] batch) => _batches.Add(batch);

    public void EndRound(long round)
    {
        // Whoever cut it takes it.
    }

    /// <summary>The batches of the round that was cut, by partition.</summary>
    public IReadOnlyList<byte[]> Take()
    {
        var batches = _batches;
        _batches = [];
        return batches;
    }
}
