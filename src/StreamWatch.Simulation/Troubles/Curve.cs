namespace StreamWatch.Simulation.Troubles;

/// <summary>A strength over time: straight lines between points, nothing before the first and after the last.</summary>
internal sealed class Curve(IReadOnlyList<(DateTimeOffset At, double Value)> points)
{
    public DateTimeOffset Start => points[0].At;

    public DateTimeOffset End => points[^1].At;

    public double At(DateTimeOffset time)
    {
        if (time < Start || time >= End)
        {
            return 0;
        }

        var next = 1;
        while (points[next].At <= time)
        {
            next++;
        }

        var (from, first) = points[next - 1];
        var (to, second) = points[next];
        return first + ((second - first) * ((time - from) / (to - from)));
    }
}
