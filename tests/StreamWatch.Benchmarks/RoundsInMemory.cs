using StreamWatch.App.Collecting;

namespace StreamWatch.Benchmarks;

/// <summary>What collect would publish of routes, in memory.</summary>
sealed class RoundsInMemory : IRoundSink
{
    readonly List<(int Partition, byte[] Batch)> _routes = [];

    public IReadOnlyList<(int Partition, byte[] Batch)> Routes => _routes;

    void IRoundSink.Routes(int partition, byte[] batch) => _routes.Add((partition, batch));

    public void Probes(int partition, byte[] batch)
    {
        // Routes alone are measured.
    }

    public void EndRound(long round)
    {
        // Nothing is waited for.
    }
}
