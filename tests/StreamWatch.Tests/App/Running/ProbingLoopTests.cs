using Serilog.Core;
using StreamWatch.App.Running;
using StreamWatch.App.Running.Journals;
using StreamWatch.App.Stages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using StreamWatch.Tests.Collectors.Probing.Scheduling;
using Xunit;

namespace StreamWatch.Tests.App.Running;

/// <summary>Probing pauses rather than lose what it measures.</summary>
public sealed class ProbingLoopTests : IAsyncDisposable
{
    const long Limit = 4_000;

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-probing-").FullName;
    readonly ProbedClock _clock = new();
    readonly CountingProber _prober = new(holds: false);
    readonly Stage _stage;

    public ProbingLoopTests() => _stage = Stage.Open("run", new StageOptions(), _clock.Time, Logger.None);

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task When_the_journal_is_full_nothing_more_is_probed_until_there_is_room_and_nothing_measured_is_lost()
    {
        using var journal = Journal.Open(_folder, "v1", _clock.Time);
        var loop = NewLoop(journal);
        using var stop = new CancellationTokenSource();
        var running = loop.RunAsync(stop.Token);

        // Nothing is stored: the journal fills up.
        await _clock.AdvanceUntilAsync(() => loop.IsPaused);
        var probed = _prober.Targets.Count;
        Assert.InRange(journal.WaitingBytes, Limit, long.MaxValue);
        for (var i = 0; i < 5 * 60; i++)
        {
            _clock.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(probed, _prober.Targets.Count);
        Assert.True(loop.IsPaused);

        // It is stored: probing goes on.
        foreach (var segment in journal.Segments)
        {
            Assert.True(segment.IsClosed);
            segment.StoredUpTo = segment.Bytes;
        }

        await _clock.AdvanceUntilAsync(() => loop.Probes > probed + 5);
        Assert.False(loop.IsPaused);
        await stop.CancelAsync();
        await running;
        Assert.Equal(_prober.Targets.Count, Lines(journal).Count(isResult => isResult));
        Assert.Equal(_prober.Targets.Count, loop.Probes);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_ends_it_with_the_reason()
    {
        using var journal = Journal.Open(_folder, "v1", _clock.Time);
        Directory.Delete(_folder, recursive: true);
        var running = NewLoop(journal).RunAsync(CancellationToken.None);
        await _clock.AdvanceUntilAsync(() => running.IsCompleted);

        Assert.Contains(_folder, (await Assert.ThrowsAsync<JournalException>(() => running)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder);
    }

    ProbingLoop NewLoop(Journal journal)
    {
        var engine = new LiveEngine(new WatchList { Targets = _clock.Targets }, new ProbingOptions(), 0, _ => { });
        return new ProbingLoop(_clock.Targets, _clock.Schedule, _prober, new JournalKeep(journal, engine, Limit, _stage.Metrics, _clock.Time), _stage, Logger.None);
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
