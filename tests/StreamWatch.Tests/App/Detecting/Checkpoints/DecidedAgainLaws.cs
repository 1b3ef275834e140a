using Serilog.Core;
using StreamWatch.App.Detecting;
using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Replay;
using StreamWatch.App.Stages;
using StreamWatch.Engine;
using StreamWatch.Engine.Checkpoints;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;
using StreamWatch.Tests.App.Collecting;
using Xunit;

namespace StreamWatch.Tests.App.Detecting.Checkpoints;

/// <summary>
/// A live detection, in which chance decides when a producer is not waited for and when the clock closes bins, is killed anywhere. The next one reads the partitions in another order,
/// and yet gives word by word what the first one had given, as far as that had come: whatever of it was published stays true.
/// </summary>
public sealed class DecidedAgainLaws : IAsyncDisposable
{
    const string Routes = "routes", Probes = "probes";

    static readonly string[] Producers = ["collectors", "probes"];
    static readonly byte[] Hash = new byte[32];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streamwatch-test-");
    readonly Stage _stage = Stage.Open("detect", new StageOptions(), TimeProvider.System, Logger.None);
    readonly Action<TimeSpan> _nothing = _ => { };
    long _decisions;

    [Theory]
    [InlineData("cable-cut", 6, 1)]
    public void What_was_decided_by_the_clock_is_decided_again_in_its_place(string scenario, int kills, int seed) => Judge(scenario, kills, seed);

    [Theory]
    [Trait("Tier", "long")]
    [InlineData("founding", 40, 2)]
    [InlineData("cable-cut", 8, 3)]
    [InlineData("cable-cut", 8, 4)]
    [InlineData("cable-cut", 8, 5)]
    [InlineData("cable-cut", 8, 6)]
    public void What_was_decided_by_the_clock_is_decided_again_in_its_place_often(string scenario, int kills, int seed) => Judge(scenario, kills, seed);

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    void Judge(string scenario, int kills, int seed)
    {
        var collected = new CollectedScenario(scenario);
        var options = collected.Options;
        var rounds = collected.CollectedApart(3, 2);
        var topics = rounds.All.GroupBy(one => (one.IsRoutes ? Routes : Probes, one.Partition)).ToDictionary(partition => partition.Key, partition => partition.Select(one => one.Batch).ToList());
        var random = new Random(seed);
        var messages = rounds.All.Count;
        var published = topics.Keys.ToDictionary(at => at, _ => 0);
        List<string> given = [];
        for (var kill = 0; kill < kills; kill++)
        {
            // Each goes a way of its own beyond the one before.
            var lines = Run(topics, published, options, random, messages / kills);
            Assert.Equal(given, lines.Take(given.Count));
            given = lines;
        }

        Assert.True(_decisions >= kills / 2, $"the clock decided {_decisions} times over {messages} messages");
        Assert.True(given.Count > 100);
    }

    /// <summary>A process: goes on from what is there, and is killed after so many messages more.</summary>
    List<string> Run(Dictionary<(string Topic, int Partition), List<byte[]>> topics, Dictionary<(string Topic, int Partition), int> published, ReplayOptions options, Random random, int messages)
    {
        var heard = new HeardResults();
        var graph = new StateGraph(
            [typeof(DetectState).Assembly, typeof(StreamWatch.Schemas.Results.ResultNumbers).Assembly, typeof(DecidedAgainLaws).Assembly],
            new Dictionary<string, object> { ["sink"] = heard, ["detection"] = options.Detection, ["probing"] = options.Probing, ["watch"] = options.Watch, ["decided"] = _nothing });
        using var checkpoints = new DetectCheckpoints(new CheckpointOptions(_folder.FullName, CheckpointOptions.MostEvery), Hash, "detect-00", isLive: true, graph, TimeProvider.System, _stage, Logger.None);
        var (state, decisions) = checkpoints.Restore(_ => null);
        var engine = state?.Engine ?? new OutageEngine(options.Watch, options.Detection, options.Probing, heard);
        var input = state?.Input ?? new EngineInput(engine, _nothing);
        var merge = new EventTimeMerge(input, Producers, isLive: true, state?.Merge);
        heard.Lines.AddRange(state?.Open ?? []);
        IReadOnlyList<ReadPosition> marks = [.. published.Select(at => new ReadPosition(at.Key.Topic, at.Key.Partition, at.Value))];
        var source = new ShuffledSource(topics, published, state?.From ?? [], random);
        var reader = new PartitionReader(source, state?.From ?? []);
        var replay = new DecisionReplay(reader, merge, engine, state?.ReadTo, decisions);
        while (messages > 0 && source.HasMore)
        {
            if (reader.Next(TimeSpan.Zero) is { } message)
            {
                Take(merge, message);
                messages -= marks.Count == 0 ? 1 : 0;
            }

            merge.Pump(_ => false);
            if (!replay.IsOver)
            {
                replay.Step();
                continue;
            }

            if (marks.Count > 0 && !reader.HasRead(marks, (_, _) => false))
            {
                continue;
            }

            marks = [];
            if (random.Next(4) == 0)
            {
                List<string> silent = random.Next(3) == 0 ? [.. Producers] : [Producers[random.Next(2)]];
                List<string> skipped = merge.CanGoOn(silent.Contains) ? silent : [];
                long? tick = random.Next(10) == 0 ? (merge.State().Sources.Max(at => at.Player?.NewestMicros) ?? 0) + 600_000_000 : null;
                if (skipped.Count > 0 || tick > 0)
                {
                    _decisions++;
                    checkpoints.Write(reader.Read, tick, skipped);
                    DecisionReplay.Make(merge, engine, tick, skipped);
                }
            }

            if (random.Next(30) == 0)
            {
                checkpoints.Begin(State(engine, input, merge, reader, heard), () => Task.CompletedTask);
                checkpoints.Turn();
            }
        }

        return heard.Lines;
    }

    static void Take(EventTimeMerge merge, StreamWatch.Kafka.Consuming.ConsumedMessage message)
    {
        if (message.Topic == Routes)
        {
            merge.Take(new RouteBatchReader(message.Value!, message.Partition), message.Offset);
        }
        else
        {
            merge.Take(new ProbeBatchReader(message.Value!, message.Partition), message.Offset);
        }
    }

    /// <summary>What was given stands where open outages would, so that it is there again after a kill.</summary>
    static DetectState State(OutageEngine engine, EngineInput input, EventTimeMerge merge, PartitionReader reader, HeardResults heard)
    {
        var state = merge.State();
        return new DetectState
        {
            Engine = engine,
            Input = input,
            Merge = state,
            ReadTo = reader.Read,
            From = [.. reader.Read.Select(at => at with { Offset = Math.Min(at.Offset, (at.Topic == Routes ? state.RoutesFrom(at.Partition) : state.ProbesFrom(at.Partition)) ?? at.Offset) })],
            Given = default,
            Open = [.. heard.Lines],
            Refused = 0,
        };
    }
}
