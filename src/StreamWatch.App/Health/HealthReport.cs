namespace StreamWatch.App.Health;

/// <summary>How a process stands at a moment.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Progress">Its loops: whether they come round.</param>
/// <param name="Readiness">What it depends on, and whether it has caught up.</param>
internal sealed record HealthReport(string Stage, IReadOnlyList<HealthState> Progress, IReadOnlyList<HealthState> Readiness)
{
    /// <summary>Whether every loop comes round; where not, nothing but a restart helps.</summary>
    public bool IsAlive => Progress.All(state => state.WhyNot is null);

    /// <summary>Whether it does its work now. Where not, it may by itself in a while.</summary>
    public bool IsReady => IsAlive && Readiness.All(state => state.WhyNot is null);
}
