using System.Diagnostics;
using Serilog.Core;
using StreamWatch.App.Running;
using StreamWatch.App.Running.Journals;
using StreamWatch.App.Stages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using StreamWatch.Tests.Collectors.Probing;
using StreamWatch.Tests.Collectors.Probing.Scheduling;
using Xunit;

namespace StreamWatch.Tests.App.Running;

/// <summary>Probing pauses rather than lose what it measures.</summary>
public sealed class ProbingLoopTests : IAsyncDisposable
{
    const long Limit = 4_000;

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-probing-").FullName;
    readonly ManualTime _time = new();
    readonly CountingProber _prober = new(holds: false);
    readonly Stage _stage;

    public ProbingLoopTests() => _stage = Stage.Open("run", new StageOptions(), _time, Logger.None);

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task When_the_journal_is_full_nothing_more_is_probed_until_there_is_room_and_nothing_measured_is_lost()
    {
        using var journal = Journal.Open(_folder, "v1", _time);
        var options = Options();
        var loop = new ProbingLoop(options, _prober, journal, new LiveEngine(options.Watch, options.Probing, 0, _ => { }), _stage, _time, Logger.None);
        using var stop = new CancellationTokenSource();
        var running = loop.RunAsync(stop.Token);

        // Nothing is stored: the journal fills up.
        await AdvanceUntilAsync(() => loop.IsPaused);
        var probed = _prober.Targets.Count;
        Assert.InRange(journal.WaitingBytes, Limit, long.MaxValue);
        for (var i = 0; i < 5 * 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(probed, _prober.Targets.Count);
        Assert.True(loop.IsPaused);

        // It is stored: probing goes on.
        foreach (var segment in journal.Segments)
        {
            Assert.True(segment.IsClosed);
            segment.StoredUpTo = segment.Bytes;
        }

        await AdvanceUntilAsync(() => loop.Probes > probed + 5);
        Assert.False(loop.IsPaused);
        await stop.CancelAsync();
        await running;
        Assert.Equal(_prober.Targets.Count, Lines(journal).Count(isResult => isResult));
        Assert.Equal(_prober.Targets.Count, loop.Probes);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_ends_it_with_the_reason()
    {
        using var journal = Journal.Open(_folder, "v1", _time);
        Directory.Delete(_folder, recursive: true);
        var options = Options();
        var running = new ProbingLoop(options, _prober, journal, new LiveEngine(options.Watch, options.Probing, 0, _ => { }), _stage, _time, Logger.None).RunAsync(CancellationToken.None);
        await AdvanceUntilAsync(() => running.IsCompleted);

        Assert.Contains(_folder, (await Assert.ThrowsAsync<JournalException>(() => running)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder);
    }

    RunOptions Options() => new()
    {
        Watch = new WatchList
        {
            Targets =
            [
                .. Enumerable.Range(0, 10).Select(i => new WatchedTarget
                {
                    Name = $"web{i}",
                    Kind = TargetKind.Web,
                    Probe = new ProbeSetting { Protocol = ProbeProtocol.Http, Host = "example.org" },
                }),
            ],
        },
        Vantage = "v1",
        Journal = _folder,
        JournalLimit = Limit,
    };

    /// <summary>Moves the clock on until something is so.</summary>
    async Task AdvanceUntilAsync(Func<bool> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(5), "waited in vain");
            _time.Advance(TimeSpan.FromMilliseconds(200));

            // What the clock sets going on other threads gets its turn.
            await Task.Yield();
        }
    }

    static IEnumerable<bool> Lines(Journal journal)
    {
        foreach (var segment in journal.Segments)
        {
            using var reader = new SegmentReader(segment.Path, 0, segment.Bytes);
            while (reader.TryRead(out var result, out _, out var fault))
            {
                Assert.Null(fault);
                yield return result is not null;
            }
        }
    }
}
