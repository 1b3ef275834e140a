namespace StreamWatch.Simulation.Series;

/// <summary>A stretch of a series, in numbers of its bins: <c>[From, To)</c>.</summary>
/// <param name="From">First bin.</param>
/// <param name="To">First bin after it; the length of the series where it goes on at the end.</param>
public readonly record struct SeriesEvent(int From, int To)
{
    /// <summary>The stretches in which something holds.</summary>
    public static IReadOnlyList<SeriesEvent> Of(IReadOnlyList<bool> holds)
    {
        var events = new List<SeriesEvent>();
        for (var i = 0; i < holds.Count; i++)
        {
            if (holds[i])
            {
                var from = i;
                while (i < holds.Count && holds[i])
                {
                    i++;
                }

                events.Add(new SeriesEvent(from, i));
            }
        }

        return events;
    }

    /// <summary>Whether each of so many bins lies in one of the stretches.</summary>
    public static IReadOnlyList<bool> Cover(IEnumerable<SeriesEvent> events, int bins)
    {
        var covered = new bool[bins];
        foreach (var (from, to) in events)
        {
            covered.AsSpan(from, to - from).Fill(true);
        }

        return covered;
    }
}
