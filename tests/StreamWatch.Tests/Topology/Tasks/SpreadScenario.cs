using StreamWatch.Schemas.Results;
using StreamWatch.Tests.App.Collecting;
using StreamWatch.Topology.Tasks;
using Xunit;

namespace StreamWatch.Tests.Topology.Tasks;

/// <summary>What is collected of a scenario, for the tasks of the topology, and what they find.</summary>
sealed class SpreadScenario
{
    readonly CollectedScenario _scenario;
    readonly bool _isApart;

    /// <param name="scenario">The scenario.</param>
    /// <param name="isApart">Whether each of its parts has a producer of its own.</param>
    public SpreadScenario(CollectedScenario scenario, bool isApart = false) => (_scenario, _isApart) = (scenario, isApart);

    public SpreadScenario(string scenario)
        : this(new CollectedScenario(scenario))
    {
    }

    /// <summary>What a replay finds, sorted.</summary>
    public List<string> Replayed() => Sorted(_scenario.Replayed().Lines);

    /// <summary>What is collected, as it was read.</summary>
    public IReadOnlyList<(bool IsRoutes, int Partition, byte[] Batch)> Collected(int routes, int probes) => Kept(routes, probes).All;

    /// <summary>What is collected, in some order of the partitions.</summary>
    public IEnumerable<(bool IsRoutes, int Partition, byte[] Batch)> Collected(int routes, int probes, Random random) => Kept(routes, probes).Shuffled(random);

    public TaskOptions Tasks(int routes, int probes, int entities, int results) => new()
    {
        RunId = "run",
        Watch = _scenario.Options.Watch,
        Detection = _scenario.Options.Detection,
        Probing = _scenario.Options.Probing,
        Producers = _isApart ? _scenario.Producers : ["collector"],
        EventTime = true,
        RoutePartitions = routes,
        ProbePartitions = probes,
        EntityPartitions = entities,
        ResultPartitions = results,
    };

    /// <summary>What is found, sorted: rows by their number within a run, and none of them twice with another content.</summary>
    public static List<string> Found(IEnumerable<byte[]> batches)
    {
        var rows = new Dictionary<(string Run, char Kind, ulong Number), string>();
        foreach (var batch in batches.Select(bytes => ResultCodec.Read(bytes)))
        {
            Take('a', batch.FirstAsnBin, batch.AsnBins.Select(row => ResultCodec.Of(row).ToString()));
            Take('t', batch.FirstTargetBin, batch.TargetBins.Select(row => ResultCodec.Of(row).ToString()));
            Take('o', batch.FirstOutage, batch.Outages.Select(row => row.ToString()));

            void Take(char kind, ulong first, IEnumerable<string> lines)
            {
                foreach (var line in lines)
                {
                    var key = (batch.RunId, kind, first++);
                    Assert.Equal(rows.GetValueOrDefault(key, line), line);
                    rows[key] = line;
                }
            }
        }

        return Sorted(rows.Values);
    }

    public static void Equal(List<string> expected, List<string> actual)
    {
        Assert.Equal([], expected.Except(actual, StringComparer.Ordinal).Zip(actual.Except(expected, StringComparer.Ordinal), Differ).Take(5));
        Assert.Equal(expected.Count, actual.Count);
    }

    /// <summary>Where two lines part.</summary>
    static string Differ(string expected, string actual)
    {
        const int around = 250;
        var at = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - around);
        return $"{expected[..Math.Min(60, expected.Length)]} : {expected.AsSpan(at)[..Math.Min(2 * around, expected.Length - at)]} / {actual.AsSpan(at)[..Math.Min(2 * around, actual.Length - at)]}";
    }

    KeptRounds Kept(int routes, int probes) => _isApart ? _scenario.CollectedApart(routes, probes) : _scenario.Collected(routes, probes);

    static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
