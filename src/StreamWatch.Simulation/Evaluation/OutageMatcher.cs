namespace StreamWatch.Simulation.Evaluation;

/// <summary>
/// Pairs true outages with those that were found (docs/evaluation.md, "What counts"). The answer does not depend on the order of either.
/// </summary>
/// <param name="routesGrace">Added to the tolerance of outages by routes, which peers tell of one after the other.</param>
public sealed class OutageMatcher(TimeSpan routesGrace)
{
    /// <summary>Bins by which a found outage may lie before or behind the true one.</summary>
    public const int ToleranceBins = 2;

    /// <summary>Pairs them: each true and each found outage stands in exactly one pairing of its own.</summary>
    /// <param name="truth">What happened.</param>
    /// <param name="found">What one rule found.</param>
    /// <param name="excused">Stretches that count neither way.</param>
    public IReadOnlyList<Pairing> Match(IEnumerable<LabelledOutage> truth, IEnumerable<FoundOutage> found, IReadOnlyList<ExcusedEvent> excused)
    {
        var trueByKey = truth.ToLookup(outage => outage.Key);
        var foundByKey = found.ToLookup(outage => outage.Key);
        var pairings = new List<Pairing>();
        foreach (var key in trueByKey.Select(group => group.Key).Union(foundByKey.Select(group => group.Key)))
        {
            MatchOne([.. trueByKey[key]], [.. foundByKey[key]], excused, pairings);
        }

        return
        [
            .. pairings
                .OrderBy(pairing => pairing.True?.OnsetAt ?? pairing.Found!.OnsetAt)
                .ThenBy(pairing => pairing.Key.Entity.Type)
                .ThenBy(pairing => pairing.Key.Entity.Name, StringComparer.Ordinal)
                .ThenBy(pairing => pairing.Key.Basis)
                .ThenBy(pairing => pairing.Kind)
                .ThenBy(pairing => pairing.Found?.OnsetAt)
                .ThenBy(pairing => pairing.True?.EndAt)
                .ThenBy(pairing => pairing.Found?.Id, StringComparer.Ordinal),
        ];
    }

    private void MatchOne(List<LabelledOutage> truth, List<FoundOutage> found, IReadOnlyList<ExcusedEvent> excused, List<Pairing> pairings)
    {
        var matches = Matches(truth, found);
        pairings.AddRange(matches.Select(match => new Pairing(
            match.Key.IsAskedFor ? PairingKind.Matched : PairingKind.NotAskedFor, match.Key, match.Value)));
        foreach (var outage in truth.Where(outage => !matches.ContainsKey(outage)))
        {
            var covering = matches.Values.FirstOrDefault(other => IsNear(outage, other));
            pairings.Add(outage.IsAskedFor ? new Pairing(PairingKind.Missed, outage, covering) : new Pairing(PairingKind.NotAskedFor, outage, null));
        }

        var taken = matches.Values.ToHashSet<FoundOutage>(ReferenceEqualityComparer.Instance);
        foreach (var outage in found.Where(outage => !taken.Contains(outage)))
        {
            var near = matches.Keys.Where(other => IsNear(other, outage)).OrderByDescending(other => Overlap(other, outage)).ThenBy(other => other.OnsetAt).FirstOrDefault();
            pairings.Add(near is { IsAskedFor: true } ? new Pairing(PairingKind.Fragment, near, outage)
                : near is not null || IsExcused(outage, excused) ? new Pairing(PairingKind.Excused, null, outage)
                : new Pairing(PairingKind.False, null, outage));
        }
    }

    /// <summary>One to one, the longest overlap first.</summary>
    private Dictionary<LabelledOutage, FoundOutage> Matches(List<LabelledOutage> truth, List<FoundOutage> found)
    {
        var candidates = truth
            .SelectMany(outage => found.Where(other => IsNear(outage, other)).Select(other => (True: outage, Found: other)))
            .OrderByDescending(pair => Overlap(pair.True, pair.Found))
            .ThenBy(pair => (pair.Found.OnsetAt - pair.True.OnsetAt).Duration())
            .ThenBy(pair => pair.True.OnsetAt)
            .ThenBy(pair => pair.True.EndAt)
            .ThenBy(pair => pair.Found.OnsetAt)
            .ThenBy(pair => pair.Found.Id, StringComparer.Ordinal);
        var matches = new Dictionary<LabelledOutage, FoundOutage>(ReferenceEqualityComparer.Instance);
        var taken = new HashSet<FoundOutage>(ReferenceEqualityComparer.Instance);
        foreach (var (outage, other) in candidates)
        {
            if (!matches.ContainsKey(outage) && taken.Add(other))
            {
                matches.Add(outage, other);
            }
        }

        return matches;
    }

    private bool IsExcused(FoundOutage outage, IReadOnlyList<ExcusedEvent> excused) => excused.Any(happening =>
        happening.Concerns(outage.Key) && IsNear(happening.StartAt, happening.EndAt, outage));

    private bool IsNear(LabelledOutage outage, FoundOutage found) => IsNear(outage.OnsetAt, outage.EndAt, found);

    private bool IsNear(DateTime start, DateTime end, FoundOutage found)
    {
        var tolerance = (ToleranceBins * found.BinWidth) + (found.Key.Basis == OutageBasis.Routes ? routesGrace : TimeSpan.Zero);
        return found.OnsetAt < end + tolerance && found.EndAt > start - tolerance;
    }

    private static TimeSpan Overlap(LabelledOutage outage, FoundOutage found)
    {
        var from = outage.OnsetAt > found.OnsetAt ? outage.OnsetAt : found.OnsetAt;
        var to = outage.EndAt < found.EndAt ? outage.EndAt : found.EndAt;
        return to - from;
    }
}
