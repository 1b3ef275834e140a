using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Engine;

/// <summary>
/// Carries probe results to the detector: keeps those of a bin until the watermark has passed its end and the grace, and closes the bin. The
/// same results give the same answers in whatever order they arrive within the grace. Later ones are counted and left out. Not thread-safe.
/// </summary>
public sealed class ProbingEngine
{
    private const int EmptyBinsClosed = 180;

    private readonly ProbingOptions _options;
    private readonly SortedDictionary<long, Waiting> _waiting = [];
    private readonly Stack<Waiting> _spare = new();
    private long? _nextToClose;
    private int _emptyBins;

    /// <summary>Makes an engine.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists every one.</exception>
    public ProbingEngine(WatchList watch, ProbingOptions options, IProbeSink sink)
    {
        var faults = options.Faults();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        }

        _options = options;
        Detector = new ProbeDetector(watch, options, sink);
    }

    /// <summary>The detector.</summary>
    public ProbeDetector Detector { get; }

    /// <summary>Results and heartbeats that came after their bin was closed; they decide nothing.</summary>
    public long LateEvents { get; private set; }

    /// <summary>Bins closed.</summary>
    public long ClosedBins { get; private set; }

    /// <summary>Watermark, nanoseconds since the epoch, at which the next bin closes; null where there is nothing to close.</summary>
    public long? NextCloseNanos => NextBin is { } bin
        ? ((bin + 1) * _options.BinNanos) + _options.GraceNanos
        : null;

    /// <summary>
    /// The next bin to close; null before the first event, and in a long silence: everything is unknown by then, and more of the same changes nothing until
    /// something comes.
    /// </summary>
    public long? NextBin => IsSilent ? (_waiting.Count > 0 ? _waiting.Keys.First() : null) : _nextToClose;

    /// <summary>Whether bins of a long silence are closed all the same while nothing waits, for whoever asks for each of them (<see cref="SkipTo"/> leaves out what is too much).</summary>
    public bool ClosesSilence { get; set; }

    private bool IsSilent => _nextToClose is null || (!ClosesSilence && _emptyBins > EmptyBinsClosed);

    /// <summary>Leaves out the bins before this one where nothing waits for them: for whoever was away for so long that nobody asks for each bin of it.</summary>
    public void SkipTo(long bin)
    {
        if (_nextToClose < bin)
        {
            _nextToClose = Math.Max(_nextToClose.Value, _waiting.Count > 0 ? Math.Min(bin, _waiting.Keys.First()) : bin);
        }
    }

    /// <summary>Keeps a result until its bin is closed; false where it came too late.</summary>
    public bool Take(in ProbeResult result)
    {
        if (WaitingAt(result.StartedAtNanos) is not { } waiting)
        {
            return false;
        }

        waiting.Probes.Add(new ProbeObservation(
            Detector.Target(result.Target, result.Kind),
            Detector.Vantage(result.Vantage),
            result.StartedAtNanos,
            result.Class,
            // As it is kept: what is read back decides the same.
            (float?)result.RttMilliseconds ?? double.NaN,
            result.Address));
        return true;
    }

    /// <summary>Keeps a heartbeat until its bin is closed; false where it came too late.</summary>
    public bool Take(in VantageHeartbeat heartbeat)
    {
        if (WaitingAt(heartbeat.AtNanos) is not { } waiting)
        {
            return false;
        }

        waiting.Heartbeats.Add((Detector.Vantage(heartbeat.Vantage), heartbeat.AtNanos));
        return true;
    }

    /// <summary>A vantage point gave a result then of a target that is judged elsewhere (<see cref="VantageActivity"/>).</summary>
    /// <param name="vantage">Name of the vantage point.</param>
    /// <param name="atNanos">Nanoseconds since the epoch.</param>
    public void HearElsewhere(string vantage, long atNanos)
    {
        // Whoever judges its target counts a result that came too late.
        if (!IsLate(atNanos))
        {
            WaitingAt(atNanos)!.Heard.Add((Detector.Vantage(vantage), atNanos));
        }
    }

    /// <summary>Closes the next bin.</summary>
    /// <param name="every">How often results are to be expected of each vantage point, where targets are judged in several places; otherwise null.</param>
    /// <returns>End of the bin that was closed, UTC.</returns>
    public DateTime CloseNext(IReadOnlyDictionary<int, double>? every = null)
    {
        var bin = NextBin ?? _waiting.Keys.First();
        if (!_waiting.Remove(bin, out var waiting))
        {
            waiting = _spare.TryPop(out var spare) ? spare : new Waiting();
        }

        _emptyBins = waiting.Probes.Count + waiting.Heartbeats.Count + waiting.Heard.Count == 0 ? _emptyBins + 1 : 0;
        Detector.CloseBin(bin, waiting.Heartbeats, waiting.Probes, every is null ? null : new VantageActivity(waiting.Heard, every));
        ClosedBins++;
        waiting.Probes.Clear();
        waiting.Heartbeats.Clear();
        waiting.Heard.Clear();
        _spare.Push(waiting);
        _nextToClose = bin + 1;
        if (ClosesSilence && _emptyBins > EmptyBinsClosed && _waiting.Count > 0)
        {
            // Something has come: more of the same changes nothing.
            _nextToClose = Math.Max(_nextToClose.Value, _waiting.Keys.First());
        }

        return DateTime.UnixEpoch.AddTicks((bin + 1) * _options.TargetBin.Ticks);
    }

    /// <summary>Whether results wait for their bin to close.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    private bool IsLate(long nanos) => Math.DivRem(nanos, _options.BinNanos).Quotient < _nextToClose;

    private Waiting? WaitingAt(long nanos)
    {
        if (IsLate(nanos))
        {
            LateEvents++;
            return null;
        }

        var bin = Math.DivRem(nanos, _options.BinNanos).Quotient;
        if (!_waiting.TryGetValue(bin, out var waiting))
        {
            _waiting.Add(bin, waiting = _spare.TryPop(out var spare) ? spare : new Waiting());
        }

        return waiting;
    }

    /// <summary>What came for a bin that is not closed.</summary>
    private sealed class Waiting
    {
        public List<ProbeObservation> Probes { get; } = [];

        public List<(int Vantage, long AtNanos)> Heartbeats { get; } = [];

        public List<(int Vantage, long AtNanos)> Heard { get; } = [];
    }
}
