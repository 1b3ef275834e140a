using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>A peer's table in the order in which it is sent, cut into parts of equal time.</summary>
internal static class TableSending
{
    /// <summary>Announces the table part by part from <paramref name="start"/> on; returns when the last part goes out.</summary>
    public static DateTimeOffset Send(SimulationRun run, SimulatedPeer peer, DateTimeOffset start, TimeSpan duration)
    {
        var parts = Parts(run.Network, peer, duration);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            run.At(start + (duration * i / parts.Count), () =>
            {
                foreach (var prefix in part)
                {
                    run.Resend(peer, prefix);
                }
            });
        }

        return start + duration;
    }

    /// <summary>The peer's table in parts of at least one prefix, at most one part a second.</summary>
    public static List<SimulatedPrefix[]> Parts(Network network, SimulatedPeer peer, TimeSpan duration)
    {
        List<SimulatedPrefix> table = [.. network.Prefixes.Where(prefix => network.Carries(peer, prefix))];
        var count = (int)Math.Clamp(duration.TotalSeconds, 1, Math.Max(1, table.Count));
        var size = Math.Max(1, (table.Count + count - 1) / count);
        return [.. table.Chunk(size)];
    }
}
