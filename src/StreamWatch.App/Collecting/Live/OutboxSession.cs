namespace StreamWatch.App.Collecting.Live;

/// <summary>What an outbox publishes now: one session, however often the process is started.</summary>
/// <param name="Turn">Which session of the outbox it is, from 0.</param>
/// <param name="Session">Its identity: 256 random bits in lower-case hex.</param>
/// <param name="Producer">Name of the collecting process.</param>
/// <param name="ProbePartitions">Partitions of the topic of probes, at least 1.</param>
/// <param name="NextRound">Number of the round that is cut next.</param>
/// <param name="NextOrdinal">Where its ordinals begin.</param>
internal sealed record OutboxSession(int Turn, string Session, string Producer, int ProbePartitions, long NextRound, long NextOrdinal)
{
    /// <summary>How its rounds are spread and cut.</summary>
    public CollectShape Shape => new(Producer, 0, ProbePartitions);
}
