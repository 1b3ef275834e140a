using System.Runtime.InteropServices;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Engine;

/// <summary>
/// Carries route events to the detector: keeps the events of a bin until the watermark has passed its end and the grace,
/// puts them in order of time and closes the bin. The same events give the same answers in whatever order they arrive
/// within the grace. Later ones are counted and left out. Where nothing comes for longer than the baseline remembers, the bins until the next event
/// are left out. Not thread-safe: one thread feeds it.
/// </summary>
public sealed class RoutingEngine
{
    /// <summary>How fine the evidence on watched ASNs is: a minute.</summary>
    private const long SampleMicros = 60_000_000;

    private readonly DetectionOptions _options;
    private readonly Watermark _watermark;
    private readonly SortedDictionary<long, List<RouteEvent>> _waiting = [];
    private readonly Stack<List<RouteEvent>> _spare = new();
    private List<RouteEvent>? _newestList;
    private long _newestBin = long.MinValue;
    private long? _nextToClose;
    private int _emptyBins;

    /// <summary>Makes an engine.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists every one.</exception>
    public RoutingEngine(DetectionOptions options, IDetectionSink sink)
    {
        var faults = options.Faults();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        }

        _options = options;
        _watermark = new Watermark(options.IdleAfter.Ticks / TimeSpan.TicksPerMicrosecond);
        Detector = new VisibilityDetector(options, sink);
    }

    /// <summary>The detector; views are added to it.</summary>
    public VisibilityDetector Detector { get; }

    /// <summary>Events that came after their bin was closed; they decide nothing.</summary>
    public long LateEvents { get; private set; }

    /// <summary>Bins closed.</summary>
    public long ClosedBins { get; private set; }

    /// <summary>Declares a source of events and returns its number; all are declared before the first event.</summary>
    public int DeclareSource() => _watermark.Declare();

    /// <summary>Takes an event.</summary>
    public void Submit(int source, in RouteEvent e)
    {
        if (Take(e))
        {
            Heartbeat(source, e.ReceivedAtMicros);
        }
    }

    /// <summary>Keeps an event until its bin is closed; false where it came too late. For whoever has a watermark of their own.</summary>
    public bool Take(in RouteEvent e)
    {
        var bin = Math.DivRem(e.ReceivedAtMicros, _options.BinMicros).Quotient;
        if (bin < _nextToClose)
        {
            LateEvents++;
            return false;
        }

        if (bin != _newestBin)
        {
            _newestBin = bin;
            if (!_waiting.TryGetValue(bin, out _newestList))
            {
                _waiting.Add(bin, _newestList = _spare.TryPop(out var spare) ? spare : []);
            }
        }

        _newestList!.Add(e);
        return true;
    }

    /// <summary>The source was alive at this event time.</summary>
    public void Heartbeat(int source, long atMicros)
    {
        var before = _watermark.Current;
        _watermark.Hear(source, atMicros);
        if (_watermark.Current != before)
        {
            Advance(_watermark.Current!.Value);
        }
    }

    /// <summary>Closes every bin whose end and grace lie at or before this watermark, microseconds since the epoch.</summary>
    public void Advance(long watermarkMicros) =>
        CloseUpTo(Math.DivRem(watermarkMicros - _options.GraceMicros, _options.BinMicros).Quotient);

    /// <summary>Closes every bin up to this watermark as far as there are events: what follows the last of them is not known to have come.</summary>
    public void AdvanceWithEvents(long watermarkMicros)
    {
        if (_waiting.Count > 0)
        {
            CloseUpTo(Math.Min(Math.DivRem(watermarkMicros - _options.GraceMicros, _options.BinMicros).Quotient, _waiting.Keys.Last() + 1));
        }
    }

    /// <summary>The first watermark after this one that closes another bin, microseconds since the epoch.</summary>
    public long NextCloseAfter(long micros) =>
        ((Math.DivRem(micros - _options.GraceMicros, _options.BinMicros).Quotient + 1) * _options.BinMicros) + _options.GraceMicros;

    /// <summary>Nothing more comes: closes every bin that has events and gives out what is left.</summary>
    public void Complete()
    {
        if (_waiting.Count > 0)
        {
            CloseUpTo(_waiting.Keys.Last() + 1);
        }

        Detector.Complete();
    }

    private void CloseUpTo(long end)
    {
        if (ClosedBins == 0)
        {
            // Bins before the first event are not closed; events that come for them now are late.
            var first = _waiting.Count > 0 ? _waiting.Keys.First() : end;
            _nextToClose = Math.Min(first, end);
            if (first >= end)
            {
                return;
            }
        }

        while (_nextToClose < end)
        {
            var bin = _nextToClose.Value;
            if (_waiting.Remove(bin, out var events))
            {
                Apply(events);
                _emptyBins = 0;
            }
            else if (_emptyBins < _options.BaselineBins)
            {
                _emptyBins++;
            }
            else if (_waiting.Count > 0 && _waiting.Keys.First() is var later && later < end)
            {
                // There was nothing for longer than the baseline remembers.
                Detector.Skip(later - bin + _emptyBins);
                _nextToClose = later;
                continue;
            }
            else
            {
                return;
            }

            Detector.CloseBin(bin);
            ClosedBins++;
            _nextToClose = bin + 1;
        }
    }

    private void Apply(List<RouteEvent> events)
    {
        if (_newestList == events)
        {
            _newestList = null;
            _newestBin = long.MinValue;
        }

        var span = CollectionsMarshal.AsSpan(events);
        for (var i = 1; i < span.Length; i++)
        {
            if (Order(span[i]).CompareTo(Order(span[i - 1])) < 0)
            {
                // Stable, so that what one view said at one time stays in the order it was said.
                events = [.. events.OrderBy(e => Order(e))];
                span = CollectionsMarshal.AsSpan(events);
                break;
            }
        }

        var samples = _options.WatchedAsns.Count > 0;
        var minute = span.Length == 0 ? 0 : span[0].ReceivedAtMicros / SampleMicros;
        foreach (ref readonly var e in span)
        {
            if (samples && e.ReceivedAtMicros / SampleMicros != minute)
            {
                minute = e.ReceivedAtMicros / SampleMicros;
                Detector.Sample(minute * SampleMicros);
            }

            Detector.Apply(e);
        }

        events.Clear();
        _spare.Push(events);
    }

    /// <summary>By time; a dump's end stands behind its entries, which other views have at the same time.</summary>
    private static (long AtMicros, bool IsRibEnd) Order(in RouteEvent e) => (e.ReceivedAtMicros, e.Kind == RouteEventKind.RibEnd);
}
