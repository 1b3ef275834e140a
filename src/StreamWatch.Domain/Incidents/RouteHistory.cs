using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Incidents;

/// <summary>What was seen of the routes of the watched ASNs: the last two hours, and as far back as an open incident needs.</summary>
public sealed class RouteHistory
{
    private const long KeptMicros = 7_200_000_000;

    private readonly SortedDictionary<(uint Asn, AddressFamily Family), LinkedList<RouteSample>> _samples = [];

    /// <summary>Time from which on an open incident needs what was seen; null for none.</summary>
    public DateTime? KeepFrom { get; set; }

    /// <summary>Takes a sample; they come in order of time. One that says what the last two said takes the place of the last.</summary>
    public void Add(in RouteSample sample)
    {
        var key = (sample.Asn, sample.Family);
        if (!_samples.TryGetValue(key, out var samples))
        {
            _samples.Add(key, samples = []);
        }

        if (samples.Last is { Previous: { } before } last && SaysTheSame(last.Value, sample) && SaysTheSame(before.Value, sample))
        {
            samples.RemoveLast();
        }

        samples.AddLast(sample);
        var from = Math.Min(sample.AtMicros, KeepFrom is { } keep ? Micros(keep) : long.MaxValue) - KeptMicros;
        while (samples.First is { Next.Value.AtMicros: var next } && next < from)
        {
            samples.RemoveFirst();
        }
    }

    /// <summary>What these ASNs came to together, at every time at which one of them was seen, oldest first. It holds until the next.</summary>
    public IReadOnlyList<RouteView> Of(IReadOnlySet<uint> asns)
    {
        var latest = new Dictionary<(uint, AddressFamily), RouteSample>();
        var views = new List<RouteView>();
        var all = _samples.Where(pair => asns.Contains(pair.Key.Asn)).SelectMany(pair => pair.Value);
        foreach (var moment in all.GroupBy(sample => sample.AtMicros).OrderBy(moment => moment.Key))
        {
            foreach (var sample in moment)
            {
                latest[(sample.Asn, sample.Family)] = sample;
            }

            views.Add(new RouteView(
                DateTime.UnixEpoch.AddMicroseconds(moment.Key), latest.Values.Average(sample => sample.Share), latest.Values.Average(sample => sample.Split),
                latest.Values.Average(sample => sample.Moved)));
        }

        return views;
    }

    private static bool SaysTheSame(in RouteSample one, in RouteSample other) =>
        one.Share.Equals(other.Share) && one.Split.Equals(other.Split) && one.Moved.Equals(other.Moved);

    private static long Micros(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
