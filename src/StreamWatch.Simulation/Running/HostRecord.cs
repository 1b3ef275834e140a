using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Running;

/// <summary>What was really so in a window, step by step; what the truth is told from.</summary>
internal sealed class HostRecord(HostWorld world, SimulationWindow window)
{
    public HostWorld World => world;

    public SimulationWindow Window => window;

    /// <summary>Number of steps.</summary>
    public int Steps { get; } = (int)((window.End - window.Start).TotalSeconds / world.Step);

    /// <summary>By target, in the order of the world's list.</summary>
    public Serving[] Targets { get; } =
        [.. world.Targets.Select(_ => new Serving((int)((window.End - window.Start).TotalSeconds / world.Step)))];

    /// <summary>By site: whether its links lose 5 % of the packets or delay them by 50 ms or more.</summary>
    public bool[][] Strained { get; } =
        [.. world.Sites.Select(_ => new bool[(int)((window.End - window.Start).TotalSeconds / world.Step)])];

    /// <summary>By site: whether nothing of it answers: every machine is off or out of reach, the border router included.</summary>
    public bool[][] Dark { get; } =
        [.. world.Sites.Select(_ => new bool[(int)((window.End - window.Start).TotalSeconds / world.Step)])];

    /// <summary>By site: whether no session announces its routes.</summary>
    public bool[][] Unrouted { get; } =
        [.. world.Sites.Select(_ => new bool[(int)((window.End - window.Start).TotalSeconds / world.Step)])];

    public DateTimeOffset TimeOf(int step) => window.Start.AddSeconds(step * world.Step);
}
