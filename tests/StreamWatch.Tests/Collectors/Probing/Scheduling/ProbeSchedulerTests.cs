using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing.Scheduling;

/// <summary>The scheduler on a clock that the test moves: its loop runs on the thread that does.</summary>
public sealed class ProbeSchedulerTests
{
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Every_target_is_probed_once_a_minute_by_its_plan()
    {
        await using var run = new Run(100);
        for (var i = 0; i < 3 * 60 * 5; i++)
        {
            run.Advance(TimeSpan.FromMilliseconds(200));
        }

        await run.StopAsync();

        // Not on the minute at the start: the slots of the first one lie all ahead.
        Assert.Equal((300L, 300L, 0L), (run.Statistics.Started, run.Statistics.Ended, run.Statistics.Missed));
        Assert.All(run.Prober.Targets.CountBy(name => name), pair => Assert.Equal(3, pair.Value));
        Assert.Equal(run.Prober.Targets.Count, run.Sink.Reports);
        Assert.InRange(run.Statistics.StartDelays.Quantile(1)!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task A_heartbeat_comes_every_ten_seconds_and_once_after_a_stall()
    {
        await using var run = new Run(1);
        for (var i = 0; i < 6; i++)
        {
            run.Advance(Beat);
        }

        run.Advance(TimeSpan.FromMinutes(10));
        await run.StopAsync();

        Assert.Equal(8, run.Sink.Beats.Count);
        Assert.Equal(8, run.Statistics.Heartbeats);
        Assert.All(run.Sink.Beats, beat => Assert.Equal("v1", beat.Vantage));
        Assert.Equal(run.Sink.Beats.Select(beat => beat.AtNanos).Order(), run.Sink.Beats.Select(beat => beat.AtNanos));
    }

    [Fact]
    public async Task After_a_stall_nothing_is_caught_up_and_what_was_missed_is_counted()
    {
        const int Targets = 1000, Minutes = 30;
        await using var run = new Run(Targets);
        run.Advance(Beat);
        var before = run.Statistics.Started;
        run.Advance(TimeSpan.FromMinutes(Minutes));
        var burst = run.Statistics.Started - before;

        // a second's worth may still be on time; thirty minutes' worth is thirty thousand
        Assert.InRange(burst, 0, Targets / 60 * 4);
        for (var i = 0; i < 60 * 5; i++)
        {
            run.Advance(TimeSpan.FromMilliseconds(200));
        }

        await run.StopAsync();
        Assert.InRange(run.Statistics.Started + run.Statistics.Missed, (Targets * (Minutes + 1)) + 116, (Targets * (Minutes + 1)) + 216);
        Assert.InRange(run.Statistics.Missed, Targets * (Minutes - 1), Targets * (Minutes + 1));
        Assert.True(run.Prober.MostInATick <= Targets / 60 * 4, $"{run.Prober.MostInATick} at once");
    }

    [Fact]
    public async Task No_more_run_at_once_than_is_allowed_and_what_is_too_late_is_counted()
    {
        await using var run = new Run(600, concurrency: 7, holds: true);
        for (var i = 0; i < 60 * 5; i++)
        {
            run.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal((7, 7L), (run.Prober.MostAtOnce, run.Statistics.Running));
        Assert.InRange(run.Statistics.Missed, 570, 593);
        await run.StopAsync();
        Assert.Equal((7L, 0L), (run.Statistics.GivenUp, run.Statistics.Ended));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_begins_the_plan_anew()
    {
        await using var run = new Run(60);
        for (var i = 0; i < 60 * 5; i++)
        {
            run.Advance(TimeSpan.FromMilliseconds(200));
        }

        run.SetClock(TimeSpan.FromHours(-5));
        var before = run.Statistics.Started;
        for (var i = 0; i < 60 * 5; i++)
        {
            run.Advance(TimeSpan.FromMilliseconds(200));
        }

        await run.StopAsync();
        Assert.Equal((60L, 1L), (before, run.Statistics.ClockSteps));

        // the plan begins with the first look at the clock, which may be past the first slots
        Assert.InRange(run.Statistics.Started - before, 57, 60);
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_run_with_its_fault()
    {
        var time = new ManualTime();
        var options = new ProbeSchedulerOptions { Vantage = "v1", Time = time };
        var scheduler = new ProbeScheduler([], new CountingProber(holds: false), new FailingSink(), options);

        Assert.Equal("full", (await Assert.ThrowsAsync<IOException>(() => scheduler.RunAsync(TestContext.Current.CancellationToken))).Message);
    }

    [Theory]
    [InlineData(0, 10, 1, "Concurrency is 0; allowed are 1 to 65536 probes at once")]
    [InlineData(1, 0, 1, "Heartbeat is 00:00:00; it has to be more than 0")]
    [InlineData(1, 10, 0, "LatestStart is 00:00:00; it has to be more than 0")]
    public void An_option_out_of_its_range_is_refused(int concurrency, int heartbeat, int latest, string message)
    {
        var options = new ProbeSchedulerOptions
        {
            Vantage = "v1", Time = TimeProvider.System, Concurrency = concurrency, Heartbeat = TimeSpan.FromSeconds(heartbeat), LatestStart = TimeSpan.FromSeconds(latest),
        };

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => new ProbeScheduler([], new CountingProber(holds: false), new FailingSink(), options)).Message, StringComparison.Ordinal);
    }

    /// <summary>A scheduler at work on a clock of its own.</summary>
    sealed class Run : IAsyncDisposable
    {
        readonly ManualTime _time = new();
        readonly CancellationTokenSource _stop = new();
        readonly ProbeScheduler _scheduler;
        readonly Task _running;

        public Run(int targets, int concurrency = 512, bool holds = false)
        {
            Prober = new CountingProber(holds);
            var options = new ProbeSchedulerOptions { Vantage = "v1", Time = _time, Concurrency = concurrency };
            _scheduler = new ProbeScheduler(Enumerable.Range(0, targets).Select(Target), Prober, Sink, options);
            _running = _scheduler.RunAsync(_stop.Token);
        }

        public CountingProber Prober { get; }

        public BeatSink Sink { get; } = new();

        public ProbeSchedulerStatistics Statistics => _scheduler.Statistics;

        public void Advance(TimeSpan by)
        {
            Prober.BeginTick();
            _time.Advance(by);
        }

        public void SetClock(TimeSpan by) => _time.Set(by);

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _running;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _stop.Dispose();
        }

        static WatchedTarget Target(int number) => new()
        {
            Name = $"t{number}", Kind = TargetKind.Web, Probe = new ProbeSetting { Protocol = ProbeProtocol.Http, Host = "h" },
        };
    }
}
