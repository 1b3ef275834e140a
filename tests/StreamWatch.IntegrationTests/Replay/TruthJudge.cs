using StreamWatch.Simulation.Truth;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>Compares what was found with what happened, family by family.</summary>
static class TruthJudge
{
    static readonly TimeSpan Bin = TimeSpan.FromMinutes(5);

    /// <summary>A line for every outage that was missed, mistimed or invented.</summary>
    /// <param name="truth">What happened.</param>
    /// <param name="found">What was found.</param>
    /// <param name="watched">Whether the ASNs of the truth were watched, so that partial outages are found too.</param>
    public static IReadOnlyList<string> Faults(GroundTruth truth, IReadOnlyList<FoundOutage> found, bool watched)
    {
        var faults = new List<string>();
        var left = found.ToList();
        foreach (var outage in truth.RouteOutages)
        {
            foreach (var family in new[] { "ipv4", "ipv6" })
            {
                var lost = Blocks(outage.LostPrefixes, family);
                var share = lost / Math.Max(1, lost + Blocks(outage.KeptPrefixes, family));
                var severity = share > 0.5 ? "critical" : "partial";
                var match = left.Find(f => f.Asn == outage.Entity && f.Family == family && IsNear(f.OnsetAt, outage.Onset) && share > 0);
                if (match is not null)
                {
                    left.Remove(match);
                    if (match.Severity != severity || match.RecoveredAt is not { } recovered || !IsNear(recovered, outage.End))
                    {
                        faults.Add($"mistimed: {match} for {outage}");
                    }
                }
                else if (severity == "critical" || (watched && share > 0.1))
                {
                    faults.Add($"missed ({family}): {outage}");
                }
            }
        }

        faults.AddRange(left.Select(invented => $"invented: {invented}"));
        return faults;
    }

    static bool IsNear(DateTimeOffset found, DateTimeOffset truth) => (found - truth).Duration() <= 2 * Bin;

    /// <summary>Address space of the prefixes of a family, in /24s and /48s; the simulator's never overlap within an outage.</summary>
    static double Blocks(IEnumerable<string> prefixes, string family) => prefixes
        .Where(prefix => prefix.Contains(':', StringComparison.Ordinal) == (family == "ipv6"))
        .Sum(prefix => Math.Pow(2, (family == "ipv6" ? 48 : 24) - int.Parse(prefix.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture)));
}
