using StreamWatch.App.Detecting;
using StreamWatch.App.Replay;
using StreamWatch.Engine;
using StreamWatch.Engine.Checkpoints;
using StreamWatch.Tests.App.Collecting;
using StreamWatch.Tests.Domain.Correlation;
using Xunit;

namespace StreamWatch.Tests.Engine.Checkpoints;

/// <summary>An engine that goes on from a snapshot finds what one finds that was never stopped, bin by bin and word by word, wherever the snapshot was taken.</summary>
public sealed class SnapshotLaws
{
    [Theory]
    [InlineData("cable-cut")]
    [InlineData("resets-with-states")]
    [InlineData("vantage-loss")]
    [InlineData("learned")]
    public void What_goes_on_from_a_snapshot_decides_as_if_nothing_had_been(string scenario) => Judge(scenario, snapshots: 4);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(CollectedScenario.Names), MemberType = typeof(CollectedScenario))]
    public void What_goes_on_from_a_snapshot_decides_as_if_nothing_had_been_in_every_scenario(string scenario) => Judge(scenario, snapshots: 25);

    [Fact]
    public void What_an_earlier_process_told_is_in_the_snapshot()
    {
        var story = new ProbeStory(vantages: 2, controls: 1).Fail("web4", 30, 50).Fail(null, 95, 140);
        var events = story.Events(200);
        var undisturbed = Told(events, _ => false);
        Assert.NotEmpty(undisturbed);
        Assert.Equal(undisturbed, Told(events, at => at % 301 == 0));

        List<string> Told(IReadOnlyList<object> events, Predicate<int> isStopped)
        {
            var first = new KeptFindings();
            var engine = story.NewEngine(first);
            var source = engine.DeclareSource();
            var half = events.Count / 2;
            foreach (var e in events.Take(half))
            {
                ProbeStory.Submit(engine, source, e);
            }

            var heard = new HeardResults();
            var graph = new StateGraph([typeof(KeptFindings).Assembly], [KeyValuePair.Create<string, object>("sink", heard)]);
            engine = story.NewEngine(heard);
            source = engine.DeclareSource();
            engine.Recall(first.Outages, [], first.TargetBins[^1].Bin + 1);
            for (var i = 0; i < events.Count; i++)
            {
                engine = isStopped(i) ? Again(graph, engine) : engine;
                if (i == half)
                {
                    engine.Settle();
                }

                ProbeStory.Submit(engine, source, events[i]);
            }

            engine.Complete();
            return heard.Lines;
        }
    }

    static void Judge(string scenario, int snapshots)
    {
        var collected = new CollectedScenario(scenario);
        var options = collected.Options;
        var calls = new KeptCalls();
        var merge = new EventTimeMerge(calls, ["collector"]);
        foreach (var (isRoutes, partition, batch) in collected.Collected(1, 1).Shuffled(new Random(3)))
        {
            CollectedScenario.Take(merge, isRoutes, partition, batch);
        }

        var undisturbed = Detect(calls, options, []);
        Assert.True(undisturbed.Count > 100);
        var random = new Random(snapshots);
        Assert.Equal(undisturbed, Detect(calls, options, [.. Enumerable.Range(0, snapshots).Select(_ => random.Next(calls.All.Count))]));
    }

    static List<string> Detect(KeptCalls calls, ReplayOptions options, HashSet<int> stops)
    {
        var heard = new HeardResults();
        Action<TimeSpan> decided = _ => { };
        var graph = new StateGraph(
            [typeof(EngineInput).Assembly],
            new Dictionary<string, object> { ["sink"] = heard, ["detection"] = options.Detection, ["probing"] = options.Probing, ["watch"] = options.Watch, ["decided"] = decided });
        var input = new EngineInput(new OutageEngine(options.Watch, options.Detection, options.Probing, heard), decided);
        for (var i = 0; i < calls.All.Count; i++)
        {
            input = stops.Contains(i) ? Again(graph, input) : input;
            calls.All[i](input);
        }

        input.Complete();
        return heard.Lines;
    }

    static T Again<T>(StateGraph graph, T state)
        where T : class
    {
        using var bytes = new MemoryStream();
        graph.Write(bytes, state);
        bytes.Position = 0;
        return graph.Read<T>(bytes);
    }
}
