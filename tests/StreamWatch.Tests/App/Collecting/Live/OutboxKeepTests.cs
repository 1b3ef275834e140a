using Serilog.Core;
using StreamWatch.App.Collecting.Live;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Schemas.Probes;
using StreamWatch.Tests.App.Running;
using StreamWatch.Tests.Collectors.Probing.Scheduling;
using Xunit;

namespace StreamWatch.Tests.App.Collecting.Live;

/// <summary>Probing pauses rather than lose what it measures.</summary>
public sealed class OutboxKeepTests : IAsyncDisposable
{
    const long Limit = 4_000;

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-probing-").FullName;
    readonly ProbedClock _clock = new();
    readonly CountingProber _prober = new(holds: false);
    readonly Stage _stage;

    public OutboxKeepTests() => _stage = Stage.Open("collect", new StageOptions(), _clock.Time, Logger.None);

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
        var rounds = new LiveRounds(outbox, _stage.Metrics, _clock.Time, kept.Add);
        var probing = new ProbingLoop(_clock.Targets, _clock.Schedule, _prober, new OutboxKeep(outbox, rounds, Limit), _stage, Logger.None);
        using var stop = new CancellationTokenSource();
        var running = probing.RunAsync(stop.Token);

        // Nothing is published: the outbox fills up.
        await _clock.AdvanceUntilAsync(() => probing.IsPaused, rounds.Cut);
        var probed = _prober.Targets.Count;
        Assert.InRange(outbox.WaitingBytes, Limit, long.MaxValue);
        for (var i = 0; i < 5 * 60; i++)
        {
            _clock.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(probed, _prober.Targets.Count);
        Assert.True(probing.IsPaused);

        // It is published: probing goes on.
        rounds.Cut();
        var results = kept.Sum(Results);
        kept.ForEach(outbox.Delete);
        var published = kept.Count;
        await _clock.AdvanceUntilAsync(() => _prober.Targets.Count > probed + 5);
        Assert.False(probing.IsPaused);
        await stop.CancelAsync();
        await running;
        rounds.Cut();
        Assert.Equal(_prober.Targets.Count, results + kept.Skip(published).Sum(Results));
    }

    static int Results(OutboxRound round) => Outbox.Read(round).Select((batch, partition) => new ProbeBatchReader(batch, partition).Results().Count()).Sum();
}
