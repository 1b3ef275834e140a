using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using StreamWatch.Engine;

namespace StreamWatch.App.Running;

/// <summary>The detection of a live watch: fed by the probing, moved on by the clock where nothing is heard, asked by whoever stores or shows. Safe for concurrent use.</summary>
internal sealed class LiveEngine
{
    /// <summary>After so many bins without anything no more are given out one by one: a week of minutes.</summary>
    public const int MostUnknownBins = 10_080;

    private const long NanosInMicro = 1000;

    private readonly Lock _lock = new();
    private readonly OutageEngine _engine;
    private readonly LiveResults _results;
    private readonly OutageBoard _board = new();
    private readonly Dictionary<string, ProbeResult> _last = [];
    private readonly ProbingOptions _options;
    private readonly int _source;
    private readonly long _firstBin;
    private long? _newestNanos;

    /// <param name="watch">What is watched.</param>
    /// <param name="options">The numbers that decide.</param>
    /// <param name="firstBin">First bin that is not stored yet.</param>
    /// <param name="tell">Called with every revision as it is decided, under the engine's lock: it has to be quick.</param>
    public LiveEngine(WatchList watch, ProbingOptions options, long firstBin, Action<OutageRevision> tell)
    {
        _options = options;
        _firstBin = firstBin;
        _results = new LiveResults(firstBin, revision =>
        {
            _board.Take(revision);
            tell(revision);
        });
        _engine = new OutageEngine(watch, new DetectionOptions { IdleAfter = options.IdleAfter }, options, _results);
        _engine.Probing.ClosesSilence = true;
        _source = _engine.DeclareSource();
    }

    /// <summary>Tells it what was decided before, and feeds it again what was measured: it goes on from there.</summary>
    /// <param name="memory">What the store holds.</param>
    /// <param name="fed">Called with the results fed so far, now and then.</param>
    /// <param name="cancellation">Stops it; the engine is of no use then.</param>
    public async Task RememberAsync(RunMemory memory, Action<long> fed, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _engine.Recall(memory.Told, memory.Past, _firstBin);
            _board.Know(memory.Told);
        }

        var results = 0L;
        await foreach (var (result, heartbeat) in memory.Measurements.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (result is { } measured)
            {
                Take(measured);
                if ((++results & 1023) == 0)
                {
                    fed(results);
                }
            }
            else
            {
                Take(heartbeat!.Value);
            }
        }

        lock (_lock)
        {
            _engine.Settle();
        }
    }

    /// <summary>Rows that wait to be stored.</summary>
    public int WaitingRows
    {
        get
        {
            lock (_lock)
            {
                return _results.Waiting;
            }
        }
    }

    /// <summary>Results and heartbeats that came after their bin was closed; stored, but they decided nothing.</summary>
    public long LateEvents
    {
        get
        {
            lock (_lock)
            {
                return _engine.LateEvents;
            }
        }
    }

    /// <summary>Outages that are open.</summary>
    public int OpenOutages
    {
        get
        {
            lock (_lock)
            {
                return _board.Open.Count;
            }
        }
    }

    /// <summary>A probe ended. Its time to the answer is taken as it is stored, so that a restart decides by the same numbers.</summary>
    public void Take(in ProbeResult result)
    {
        lock (_lock)
        {
            Advance(result.StartedAtNanos);
            if (!_last.TryGetValue(result.Target, out var last) || last.StartedAtNanos <= result.StartedAtNanos)
            {
                _last[result.Target] = result;
            }

            _engine.Submit(_source, result with { RttMilliseconds = (float?)result.RttMilliseconds });
        }
    }

    /// <summary>The vantage point is alive.</summary>
    public void Take(in VantageHeartbeat heartbeat)
    {
        lock (_lock)
        {
            Advance(heartbeat.AtNanos);
            _engine.Submit(_source, heartbeat);
        }
    }

    /// <summary>What the clock says: where nothing was heard for too long, bins close by it.</summary>
    public void Tick(DateTimeOffset now)
    {
        lock (_lock)
        {
            var nanos = (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            if (_newestNanos is { } newest && nanos - newest > _options.IdleNanos)
            {
                SkipTo(nanos);
                _engine.Tick(nanos / NanosInMicro);
            }
        }
    }

    /// <summary>Hands over what was decided since the last time.</summary>
    public LiveBatch TakeResults()
    {
        lock (_lock)
        {
            return _results.Take();
        }
    }

    /// <summary>How everything stands.</summary>
    public EngineLook Look()
    {
        lock (_lock)
        {
            var detector = _engine.Probing.Detector;
            return new EngineLook(
                _engine.Probing.ClosedBins > 0 && _engine.Probing.NextBin is { } bin ? DateTime.UnixEpoch.AddTicks(bin * _options.TargetBin.Ticks) : null,
                [.. detector.Targets.Select(target => new TargetLook(target.Target, target.Verdict, target.IsControl, _last.TryGetValue(target.Target.Name, out var last) ? last : null))],
                [.. detector.VantageNames.Select((name, i) => new VantageLook(name, detector.Vantages[i].IsHealthy, detector.Vantages[i].IsKnown))],
                _board.Open,
                _board.Changes,
                _engine.LateEvents);
        }
    }

    /// <summary>Closes what is due before an event is taken, so that each bin between two events is given out.</summary>
    private void Advance(long nanos)
    {
        SkipTo(nanos);
        _engine.Heartbeat(_source, nanos / NanosInMicro);
        _newestNanos = Math.Max(_newestNanos ?? long.MinValue, nanos);
    }

    private void SkipTo(long nanos)
    {
        var most = MostUnknownBins * _options.BinNanos;
        if (_newestNanos is { } newest && nanos - newest > most)
        {
            // What waits is closed first; the bins behind it are all alike.
            _engine.Heartbeat(_source, (newest + _options.BinNanos + _options.GraceNanos) / NanosInMicro);
            _engine.Probing.SkipTo((nanos - most) / _options.BinNanos);
        }
    }
}
