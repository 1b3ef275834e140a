namespace StreamWatch.App.Collecting;

/// <summary>Takes the batches of rounds, in order.</summary>
internal interface IRoundSink
{
    /// <summary>A batch of routes. May wait until there is room for it.</summary>
    void Routes(int partition, byte[] batch);

    /// <summary>A batch of probe results. May wait until there is room for it.</summary>
    void Probes(int partition, byte[] batch);

    /// <summary>All batches of a round have been handed over.</summary>
    void EndRound(long round);
}
