using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Troubles;

/// <summary>A vantage point is dead, has no network, or loses packets of its own; the hosts are as before.</summary>
/// <param name="Vantage">The vantage point.</param>
/// <param name="Bad">When.</param>
/// <param name="IsDead">It neither probes nor sends heartbeats.</param>
/// <param name="HasNoNetwork">Its own host has no route.</param>
/// <param name="Loss">Loss of its access each way, 0 to 1.</param>
internal sealed record VantageTrouble(Vantage Vantage, Span Bad, bool IsDead, bool HasNoNetwork, double Loss) : ITrouble
{
    public void Apply(DateTimeOffset now)
    {
        if (Bad.Holds(now))
        {
            Vantage.IsAlive &= !IsDead;
            Vantage.HasNoNetwork |= HasNoNetwork;
            Vantage.OwnLoss = Math.Max(Vantage.OwnLoss, Loss);
        }
    }
}
