namespace StreamWatch.App.Detecting;

/// <summary>How the topology runs in this process.</summary>
/// <param name="Threads">Threads that share the tasks of this process; 1 to 64.</param>
/// <param name="CommitEvery">How often what was read is committed and what was decided leaves; 10 ms to 1 min.</param>
internal sealed record TopologySettings(int Threads, TimeSpan CommitEvery);
