using StreamWatch.App.Metrics;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Probing;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.App.Collecting.Live;

/// <summary>Where everything measured goes: into the round that is being filled, and with it into the outbox. Safe for concurrent use.</summary>
internal sealed class LiveRounds : IMeasurementSink
{
    /// <summary>With so many rounds waiting nobody hears heartbeats: empty rounds are left out.</summary>
    public const int ManyWaiting = 64;

    private readonly Lock _lock = new();
    private readonly Outbox _outbox;
    private readonly StageMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Action<OutboxRound> _kept;
    private readonly RoundInHand _hand = new();
    private readonly RoundBuilder _rounds;
    private long _round;
    private bool _isEmpty = true;

    /// <param name="outbox">Keeps the rounds; its session has begun.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="time">The clock that rounds say how far they reach by.</param>
    /// <param name="kept">Called with every round that is kept, in order; it has to be quick.</param>
    public LiveRounds(Outbox outbox, StageMetrics metrics, TimeProvider time, Action<OutboxRound> kept)
    {
        _outbox = outbox;
        _metrics = metrics;
        _time = time;
        _kept = kept;
        var session = outbox.Session ?? throw new ArgumentException("the session of the outbox has to begin first", nameof(outbox));
        _round = session.NextRound;
        _rounds = new RoundBuilder(session.Shape, session.Session, new Declaration(), _hand, session.NextRound, session.NextRound, session.NextOrdinal);
    }

    public ValueTask TakeAsync(ProbeReport report, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _rounds.Result(report.Result, setAside: false);
            Taken();
        }

        _metrics.ProbeResults(report.Result.Outcome.Name());
        return ValueTask.CompletedTask;
    }

    public ValueTask TakeAsync(VantageHeartbeat heartbeat, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _rounds.Heartbeat(heartbeat, setAside: false);
            Taken();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Cuts the round with what is there; one that holds nothing says that the producer is alive.</summary>
    /// <exception cref="OutboxException">It cannot be kept.</exception>
    public void Cut()
    {
        lock (_lock)
        {
            if (_isEmpty && _outbox.Waiting >= ManyWaiting)
            {
                return;
            }

            _rounds.Reach((_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            _rounds.Cut(isLast: false);
            Keep();
        }
    }

    private void Taken()
    {
        _isEmpty = false;
        _rounds.CutWhenFull();
        if (_rounds.Round != _round)
        {
            Keep();
        }
    }

    private void Keep()
    {
        _round = _rounds.Round;
        _isEmpty = true;
        var kept = _outbox.Put(_hand.Take(), _rounds.NextOrdinal);
        _kept(kept);
    }
}
