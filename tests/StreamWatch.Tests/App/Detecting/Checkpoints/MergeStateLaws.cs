using StreamWatch.App.Detecting;
using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Replay;
using StreamWatch.Engine;
using StreamWatch.Schemas.Results;
using StreamWatch.Engine.Checkpoints;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;
using StreamWatch.Tests.App.Collecting;
using Xunit;

namespace StreamWatch.Tests.App.Detecting.Checkpoints;

/// <summary>
/// A detection over several producers and partitions that is stopped anywhere, also in the middle of a round, and goes on from its state, reading again from where the state says,
/// finds what one finds that was never stopped, and counts as one counts.
/// </summary>
public sealed class MergeStateLaws
{
    [Theory]
    [InlineData("cable-cut")]
    [InlineData("resets-with-states")]
    public void What_goes_on_from_a_state_decides_and_counts_as_if_nothing_had_been(string scenario) => Judge(scenario, stops: 5);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(CollectedScenario.Names), MemberType = typeof(CollectedScenario))]
    public void What_goes_on_from_a_state_decides_and_counts_as_if_nothing_had_been_in_every_scenario(string scenario) => Judge(scenario, stops: 40);

    static void Judge(string scenario, int stops)
    {
        var collected = new CollectedScenario(scenario);
        var (options, producers) = (collected.Options, collected.Producers);
        var random = new Random(stops);
        var topics = Offsets(collected.CollectedApart(3, 2).Shuffled(random));
        var undisturbed = Detect(topics, producers, options, random, stops: 0);
        Assert.True(undisturbed.Lines.Count > 100);
        var stopped = Detect(topics, producers, options, random, stops);
        Assert.Equal(undisturbed.Lines, stopped.Lines);
        Assert.Equal(undisturbed.Counts, stopped.Counts);
    }

    static (List<string> Lines, (long Events, long Elems, long Repeated, long Missing, long Outlived) Counts) Detect(
        Dictionary<(bool IsRoutes, int Partition), List<byte[]>> topics, IReadOnlyList<string> producers, ReplayOptions options, Random random, int stops)
    {
        var heard = new HeardResults();
        Action<TimeSpan> decided = _ => { };
        var graph = new StateGraph(
            [typeof(DetectState).Assembly, typeof(ResultNumbers).Assembly],
            new Dictionary<string, object> { ["sink"] = heard, ["detection"] = options.Detection, ["probing"] = options.Probing, ["watch"] = options.Watch, ["decided"] = decided });
        var engine = new OutageEngine(options.Watch, options.Detection, options.Probing, heard);
        var input = new EngineInput(engine, decided);
        var merge = new EventTimeMerge(input, producers);
        var next = topics.Keys.ToDictionary(at => at, _ => 0);
        var readTo = next.ToDictionary();
        var all = topics.Values.Sum(batches => batches.Count);
        var stopAt = new HashSet<int>(Enumerable.Range(0, stops).Select(_ => random.Next(all)));
        var read = 0;
        while (!merge.HasEnded)
        {
            var at = topics.Keys.Where(key => next[key] < topics[key].Count).ElementAt(random.Next(topics.Keys.Count(key => next[key] < topics[key].Count)));
            for (var many = random.Next(1, 20); many > 0 && next[at] < topics[at].Count; many--)
            {
                var offset = next[at]++;
                var isAgain = offset < readTo[at];
                if (at.IsRoutes)
                {
                    merge.Take(new RouteBatchReader(topics[at][offset], at.Partition), offset, isAgain);
                }
                else
                {
                    merge.Take(new ProbeBatchReader(topics[at][offset], at.Partition), offset, isAgain);
                }

                merge.Pump(_ => false);
                if (!isAgain && stopAt.Remove(read++) && topics.Keys.All(key => next[key] >= readTo[key]))
                {
                    readTo = next.ToDictionary();
                    (engine, input, merge) = Again(graph, new DetectState { Engine = engine, Input = input, Merge = merge.State(), ReadTo = [], From = [], Given = default, Open = [], Refused = 0 }, producers, next);
                }
            }
        }

        Assert.True(stopAt.Count <= stops / 2, "most of the stops have to happen");
        input.Complete();
        return (heard.Lines, (merge.Events, merge.Elems, merge.Repeated, merge.Missing, merge.Outlived));
    }

    static (OutageEngine Engine, EngineInput Input, EventTimeMerge Merge) Again(StateGraph graph, DetectState state, IReadOnlyList<string> producers, Dictionary<(bool IsRoutes, int Partition), int> next)
    {
        using var bytes = new MemoryStream();
        graph.Write(bytes, state);
        bytes.Position = 0;
        var read = graph.Read<DetectState>(bytes);
        foreach (var at in next.Keys)
        {
            next[at] = (int)((at.IsRoutes ? read.Merge.RoutesFrom(at.Partition) : read.Merge.ProbesFrom(at.Partition)) ?? next[at]);
        }

        return (read.Engine, read.Input, new EventTimeMerge(read.Input, producers, before: read.Merge));
    }

    static Dictionary<(bool IsRoutes, int Partition), List<byte[]>> Offsets(IEnumerable<(bool IsRoutes, int Partition, byte[] Batch)> batches)
    {
        var topics = new Dictionary<(bool, int), List<byte[]>>();
        foreach (var (isRoutes, partition, batch) in batches)
        {
            if (!topics.TryGetValue((isRoutes, partition), out var topic))
            {
                topics.Add((isRoutes, partition), topic = []);
            }

            topic.Add(batch);
        }

        return topics;
    }
}
