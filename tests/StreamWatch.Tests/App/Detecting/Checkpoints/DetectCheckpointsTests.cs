using Serilog;
using Serilog.Core;
using Serilog.Events;
using StreamWatch.Schemas.Results;
using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Replay;
using StreamWatch.App.Stages;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using StreamWatch.Engine;
using StreamWatch.Engine.Checkpoints;
using StreamWatch.Tests.App.Collecting;
using Xunit;

namespace StreamWatch.Tests.App.Detecting.Checkpoints;

/// <summary>The files of checkpoints: what is whole is gone on from, what is not is said and left aside.</summary>
public sealed class DetectCheckpointsTests : IAsyncDisposable
{
    static readonly byte[] Hash = [.. Enumerable.Repeat((byte)7, 32)];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streamwatch-test-");
    readonly List<string> _said = [];
    readonly Logger _log;
    readonly Stage _stage;
    readonly HeardResults _results = new();
    readonly Action<TimeSpan> _nothing = Nothing;

    public DetectCheckpointsTests()
    {
        _log = new LoggerConfiguration().MinimumLevel.Warning().WriteTo.Sink(new Said(_said)).CreateLogger();
        _stage = Stage.Open("detect", new StageOptions(), TimeProvider.System, _log);
    }

    [Fact]
    public void Without_any_it_begins_at_the_beginning_and_says_nothing()
    {
        using var checkpoints = Open();
        Assert.Null(checkpoints.Restore(_ => null).State);
        Assert.Empty(_said);
    }

    [Fact]
    public void The_newest_is_gone_on_from_and_the_last_two_are_kept()
    {
        Take(1, 2, 3);
        Assert.Equal(2, Files("*.checkpoint").Length);
        Assert.Equal(3, Restored()?.Refused);
        Assert.Empty(_said);
    }

    [Fact]
    public void One_that_is_not_published_yet_does_not_hold()
    {
        Take(1);
        using (var checkpoints = Open())
        {
            Assert.Equal(1, checkpoints.Restore(_ => null).State?.Refused);
            checkpoints.Begin(State(2), () => new TaskCompletionSource().Task);
            checkpoints.Turn();
        }

        Assert.Equal(1, Restored()?.Refused);
        Assert.Empty(Files("*.unfinished"));
    }

    [Fact]
    public void One_that_is_damaged_is_said_in_one_warning_and_the_one_before_is_taken()
    {
        Take(1, 2);
        Change(Newest(), bytes => bytes[bytes.Length / 2] ^= 1);
        Assert.Equal(1, Restored()?.Refused);
        Assert.Contains("check sum", Assert.Single(_said));
    }

    [Fact]
    public void Cut_at_any_length_it_is_left_aside()
    {
        Take(1);
        var whole = File.ReadAllBytes(Newest());
        foreach (var length in new[] { 0, 7, 39, 40, 79, 81, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(Newest(), whole[..length]);
            _said.Clear();
            Assert.Null(Restored());
            Assert.Contains("beginning of the topics", Assert.Single(_said));
        }
    }

    [Fact]
    public void One_of_another_run_under_this_ones_name_is_left_aside()
    {
        Take(1);
        Change(Newest(), bytes => bytes[10] ^= 1);
        Assert.Null(Restored());
        Assert.Contains("other options, producers or topics", Assert.Single(_said));
    }

    [Fact]
    public void One_of_another_build_is_left_aside()
    {
        Take(1);
        Change(Newest(), bytes => bytes[50] ^= 1);
        Assert.Null(Restored());
        Assert.Contains("another build", Assert.Single(_said));
    }

    [Fact]
    public void One_whose_offsets_the_topics_do_not_have_is_left_aside()
    {
        Take(1);
        using var checkpoints = Open();
        Assert.Null(checkpoints.Restore(positions => positions.Any() ? "offset 5 is gone" : null).State);
        Assert.Contains("offset 5 is gone", Assert.Single(_said));
    }

    [Fact]
    public void What_was_decided_by_the_clock_is_found_behind_the_checkpoint_and_across_one_that_did_not_hold()
    {
        using (var checkpoints = Open(isLive: true))
        {
            checkpoints.Restore(_ => null);
            checkpoints.Write([], 10, []);
        }

        using (var checkpoints = Open(isLive: true))
        {
            Assert.Equal([10L], checkpoints.Restore(_ => null).Decisions.Select(decision => decision.TickMicros));
            checkpoints.Write([], 11, []);
            checkpoints.Begin(State(1), () => Task.CompletedTask);
            checkpoints.Turn();
            checkpoints.Write([], 12, []);
            checkpoints.Begin(State(2), () => new TaskCompletionSource().Task);
            checkpoints.Write([], 13, []);
        }

        using (var checkpoints = Open(isLive: true))
        {
            var (state, decisions) = checkpoints.Restore(_ => null);
            Assert.Equal(1, state?.Refused);
            Assert.Equal([12L, 13L], decisions.Select(decision => decision.TickMicros));
        }

        File.Delete(Newest());
        using (var checkpoints = Open(isLive: true))
        {
            Assert.Equal([10L, 11L, 12L, 13L], checkpoints.Restore(_ => null).Decisions.Select(decision => decision.TickMicros));
        }

        Assert.Empty(_said);
    }

    [Fact]
    public void One_folder_is_one_processs()
    {
        using var first = Open();
        Assert.Contains("--checkpoints", Assert.Throws<CheckpointException>(() => Open()).Message);
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _log.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    string[] Files(string pattern) => [.. Directory.GetFiles(_folder.FullName, pattern).Order(StringComparer.Ordinal)];

    string Newest() => Files("*.checkpoint")[^1];

    static void Change(string path, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }

    void Take(params int[] numbers)
    {
        using var checkpoints = Open();
        checkpoints.Restore(_ => null);
        foreach (var number in numbers)
        {
            checkpoints.Begin(State(number), () => Task.CompletedTask);
            checkpoints.Turn();
        }
    }

    DetectState? Restored()
    {
        using var checkpoints = Open();
        return checkpoints.Restore(_ => null).State;
    }

    DetectState State(long refused)
    {
        var engine = new OutageEngine(WatchList.Empty, new DetectionOptions(), new ProbingOptions(), _results);
        return new DetectState
        {
            Engine = engine,
            Input = new EngineInput(engine, _nothing),
            Merge = new MergeState(0, [], [], []),
            ReadTo = [new ReadPosition("routes", 0, 5)],
            From = [new ReadPosition("routes", 0, 4)],
            Given = new ResultNumbers(1, 2, 3),
            Open = ["an outage"],
            Refused = refused,
        };
    }

    static void Nothing(TimeSpan decided)
    {
    }

    DetectCheckpoints Open(bool isLive = false) => new(
        new CheckpointOptions(_folder.FullName, CheckpointOptions.LeastEvery),
        Hash,
        "detect-07",
        isLive,
        new StateGraph([typeof(DetectState).Assembly, typeof(ResultNumbers).Assembly, typeof(DetectCheckpointsTests).Assembly], new Dictionary<string, object> { ["results"] = _results, ["time keeper"] = _nothing }),
        TimeProvider.System,
        _stage,
        _log);

    sealed class Said(List<string> lines) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => lines.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
