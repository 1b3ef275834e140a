using System.Diagnostics;
using Serilog.Core;
using StreamWatch.App.Collecting.Live;
using StreamWatch.App.Stages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using StreamWatch.Schemas.Probes;
using StreamWatch.Tests.Collectors.Probing;
using StreamWatch.Tests.Collectors.Probing.Scheduling;
using Xunit;

namespace StreamWatch.Tests.App.Collecting.Live;

/// <summary>Probing pauses rather than lose what it measures.</summary>
public sealed class LiveProbingTests : IAsyncDisposable
{
    const long Limit = 4_000;

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-probing-").FullName;
    readonly ManualTime _time = new();
    readonly CountingProber _prober = new(holds: false);
    readonly Stage _stage;

    public LiveProbingTests() => _stage = Stage.Open("collect", new StageOptions(), _time, Logger.None);

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task When_the_outbox_is_full_nothing_more_is_probed_until_there_is_room_and_nothing_measured_is_lost()
    {
        using var outbox = Outbox.Open(_folder);
        outbox.Begin("collector", 2);
        var kept = new List<OutboxRound>();
        var rounds = new LiveRounds(outbox, _stage.Metrics, _time, kept.Add);
        var probing = new LiveProbing(Options(), _prober, outbox, rounds, _stage, _time, Logger.None);
        using var stop = new CancellationTokenSource();
        var running = probing.RunAsync(stop.Token);

        // Nothing is published: the outbox fills up.
        await AdvanceUntilAsync(rounds.Cut, () => probing.IsPaused);
        var probed = _prober.Targets.Count;
        Assert.InRange(outbox.WaitingBytes, Limit, long.MaxValue);
        for (var i = 0; i < 5 * 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(probed, _prober.Targets.Count);
        Assert.True(probing.IsPaused);

        // It is published: probing goes on.
        rounds.Cut();
        var results = kept.Sum(Results);
        kept.ForEach(outbox.Delete);
        var published = kept.Count;
        await AdvanceUntilAsync(() => { }, () => _prober.Targets.Count > probed + 5);
        Assert.False(probing.IsPaused);
        await stop.CancelAsync();
        await running;
        rounds.Cut();
        Assert.Equal(_prober.Targets.Count, results + kept.Skip(published).Sum(Results));
    }

    static int Results(OutboxRound round) => Outbox.Read(round).Select((batch, partition) => new ProbeBatchReader(batch, partition).Results().Count()).Sum();

    LiveCollectOptions Options() => new()
    {
        Name = "collector",
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
        Outbox = _folder,
        OutboxLimit = Limit,
    };

    /// <summary>Moves the clock on, and does something at each step, until something is so.</summary>
    async Task AdvanceUntilAsync(Action step, Func<bool> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1), "waited in vain");
            _time.Advance(TimeSpan.FromMilliseconds(200));
            step();

            // What the clock sets going on other threads gets its turn.
            await Task.Yield();
        }
    }
}
