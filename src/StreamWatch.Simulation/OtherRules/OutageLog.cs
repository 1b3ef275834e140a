using System.Globalization;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.Simulation.OtherRules;

/// <summary>Writes down the outages that a rule opens and closes, one open at a time for each key. Others do not join them to incidents.</summary>
/// <param name="rule">Name of the rule; ids begin with it.</param>
/// <param name="binWidth">How finely the rule sees time.</param>
internal sealed class OutageLog(string rule, TimeSpan binWidth)
{
    private readonly Dictionary<OutageKey, FoundOutage> _open = [];
    private readonly List<FoundOutage> _closed = [];

    public bool IsOpen(OutageKey key) => _open.ContainsKey(key);

    /// <summary>An outage opens.</summary>
    public void Open(OutageKey key, DateTime onsetAt, DateTime detectedAt)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{rule}-{key.Entity.IdPrefix}-{key.Basis.ToString().ToLowerInvariant()}-{onsetAt:yyyyMMdd'T'HHmmss'Z'}");
        _open.Add(key, new FoundOutage { Id = id, Incident = id, Key = key, OnsetAt = onsetAt, EndAt = onsetAt, DetectedAt = detectedAt, BinWidth = binWidth });
    }

    /// <summary>The outage that is open is over.</summary>
    public void Close(OutageKey key, DateTime recoveredAt)
    {
        if (_open.Remove(key, out var outage))
        {
            var end = recoveredAt > outage.OnsetAt ? recoveredAt : outage.OnsetAt;
            _closed.Add(outage with { RecoveredAt = end, EndAt = end });
        }
    }

    /// <summary>All of them; what is still open reaches to the end of the data.</summary>
    public IReadOnlyList<FoundOutage> All(DateTime dataEnd) =>
        [.. _closed, .. _open.Values.Select(outage => outage with { EndAt = dataEnd > outage.OnsetAt ? dataEnd : outage.OnsetAt })];
}
