namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>Where the merge of the producers is.</summary>
/// <param name="Elems">Elems taken.</param>
/// <param name="Undeclared">Names of producers that publish and were not declared.</param>
/// <param name="Sources">The collecting processes.</param>
/// <param name="Sessions">Every session that was met.</param>
internal sealed record MergeState(long Elems, IReadOnlyList<string> Undeclared, IReadOnlyList<SourceState> Sources, IReadOnlyList<SessionState> Sessions)
{
    /// <summary>First offset of a partition of routes that has to be read again; null for none.</summary>
    public long? RoutesFrom(int partition) => From(partition, session => session.Routes);

    /// <summary>First offset of a partition of probe results that has to be read again; null for none.</summary>
    public long? ProbesFrom(int partition) => From(partition, session => session.Probes);

    private long? From(int partition, Func<SessionState, IReadOnlyList<PartitionState>> partitions) =>
        Sessions.Where(session => !session.HasEnded && partition < partitions(session).Count).Select(session => partitions(session)[partition].From).Min();
}
