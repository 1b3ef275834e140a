using System.Collections.Concurrent;
using StreamWatch.IntegrationTests.Redetect;
using StreamWatch.IntegrationTests.Replay;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What a replay of a scenario stores, for everything that is to store the same: made once for all tests.</summary>
sealed class ReplayedScenario
{
    /// <summary>A scenario that has rows of every kind, and few of them.</summary>
    public const string Small = "dead-sites";

    static readonly ConcurrentDictionary<string, Lazy<Task<ReplayedScenario>>> All = new(StringComparer.Ordinal);

    static readonly ConcurrentBag<ReplayPlace> Places = [];

    ReplayedScenario(LabelledSet set, string state)
    {
        Set = set;
        State = state;
    }

    /// <summary>The data set; it is only read.</summary>
    public LabelledSet Set { get; }

    /// <summary>Counts and checksums of what is stored.</summary>
    public string State { get; }

    /// <summary>The replayed scenario; skips the test where there is no engine.</summary>
    public static Task<ReplayedScenario> OfAsync(string scenario)
    {
        ReplayPlace.Require();
        return All.GetOrAdd(scenario, name => new(() => MakeAsync(name))).Value;
    }

    /// <summary>Deletes the data of all of them.</summary>
    public static void DeleteAll()
    {
        foreach (var place in Places)
        {
            place.Dispose();
        }
    }

    static async Task<ReplayedScenario> MakeAsync(string scenario)
    {
        var place = ReplayPlace.New();
        Places.Add(place);
        var set = LabelledSet.Make(place, scenario, 1);
        await set.ReplayAsync("replayed");
        return new ReplayedScenario(set, await ClusterPlace.StateAsync(place, "replayed"));
    }
}
