using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Probing;

/// <summary>
/// What is really so, without any probe: the chance that a client at a place, whose own access is sound, is served by a target now.
/// Follows from the same queues that probes meet, in closed form.
/// </summary>
internal static class ServiceLevel
{
    /// <summary>How often a segment is sent within a time-out.</summary>
    private const int Segments = 5;

    public static double Of(Vantage vantage, ProbedTarget target, double now, DateTimeOffset at)
    {
        if (!target.Host.IsUp || (target.Service is { } service && (!service.IsRunning || service.IsHeldDown || service.IsBroken)))
        {
            return 0;
        }

        var packet = new Packets(vantage, target.Host, now, at).BothWays;
        if (target.Service is not { } server)
        {
            return packet;
        }

        var queue = server.Queue;
        var accepted = 1 - queue.LossAt(server.Load);
        var most = Math.Min(queue.Room - 1, target.Timeout * queue.Rate);
        var served = queue.ChanceOfAtMost(server.Load, server.Sheds ? Math.Min(most, queue.Room / 2) : most);
        if (target.Protocol is ProbeProtocol.Dns or ProbeProtocol.Ntp)
        {
            return packet * served;
        }

        var tries = (int)Math.Log2(target.Timeout + 1) + 1;
        var connected = 1 - Math.Pow(1 - (packet * accepted), tries);
        var exchanged = Math.Pow(1 - Math.Pow(1 - packet, Segments), Prober.Exchanges(target.Protocol));
        return accepted <= 0 ? 0 : connected * exchanged * (served / accepted);
    }
}
