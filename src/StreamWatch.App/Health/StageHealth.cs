namespace StreamWatch.App.Health;

/// <summary>
/// What a stage says of itself: named loops that have to come round (<c>/healthz</c>), and named conditions under which it does its work (<c>/readyz</c>).
/// Safe for concurrent use.
/// </summary>
internal sealed class StageHealth(string stage, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<ProgressCheck> _loops = [];
    private readonly List<(string Name, Func<string?> WhyNot)> _conditions = [];

    /// <summary>Adds a loop that begins now.</summary>
    /// <param name="name">What it is a loop of.</param>
    /// <param name="within">How long a turn may take: by far longer than any that is well.</param>
    public ProgressCheck Progress(string name, TimeSpan within)
    {
        var loop = new ProgressCheck(name, within, time);
        lock (_lock)
        {
            _loops.Add(loop);
        }

        return loop;
    }

    /// <summary>Adds a condition.</summary>
    /// <param name="name">Of what.</param>
    /// <param name="whyNot">Says why it does not hold, in a sentence without secrets; null while it does. Called from any thread; it has to be quick.</param>
    public void Ready(string name, Func<string?> whyNot)
    {
        lock (_lock)
        {
            _conditions.Add((name, whyNot));
        }
    }

    /// <summary>How everything stands now.</summary>
    public HealthReport Look()
    {
        lock (_lock)
        {
            return new HealthReport(
                stage,
                [.. _loops.Select(loop => new HealthState(loop.Name, loop.WhyNot()))],
                [.. _conditions.Select(condition => new HealthState(condition.Name, condition.WhyNot()))]);
        }
    }
}
