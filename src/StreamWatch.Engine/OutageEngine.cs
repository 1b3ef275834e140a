using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Engine;

/// <summary>
/// The in-process engine: one watermark over route events and probe results; bins of both are closed in the order of the watermark that closes
/// them, and what they find is joined to incidents. Not thread-safe: one thread feeds it.
/// </summary>
public sealed class OutageEngine
{
    private const long NanosInMicro = 1000;

    private readonly Watermark _watermark;
    private readonly IncidentBook _book;

    /// <summary>Makes an engine.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists every one.</exception>
    public OutageEngine(WatchList watch, DetectionOptions detection, ProbingOptions probing, IOutageSink sink)
    {
        _book = new IncidentBook(sink, probing);
        Routing = new RoutingEngine(detection, _book);
        Probing = new ProbingEngine(watch, probing, _book);
        _book.Attach(Probing.Detector);
        _watermark = new Watermark(Math.Max(detection.IdleAfter.Ticks, probing.IdleAfter.Ticks) / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>The part that deals with routes.</summary>
    public RoutingEngine Routing { get; }

    /// <summary>The part that deals with probes.</summary>
    public ProbingEngine Probing { get; }

    /// <summary>Events that came after their bin was closed; they decide nothing.</summary>
    public long LateEvents => Routing.LateEvents + Probing.LateEvents;

    /// <summary>Declares a source of events and returns its number; all are declared before the first event.</summary>
    public int DeclareSource() => _watermark.Declare();

    /// <summary>
    /// Tells it what an earlier process decided by probes, before the first event: what was decided stands. What that process had measured is fed again then, and
    /// <see cref="Settle"/> called behind it. Until then no outage is given out; bins are, all of them.
    /// </summary>
    /// <param name="told">The last revision of each outage that is open, or that touches the bins to come.</param>
    /// <param name="past">Outages before, that later ones may be like.</param>
    /// <param name="decidesFrom">First bin that nobody has decided yet.</param>
    public void Recall(IReadOnlyCollection<OutageRevision> told, IReadOnlyCollection<OutageRevision> past, long decidesFrom)
    {
        Probing.Detector.Recall(told, decidesFrom);
        _book.Recall(told, past);
    }

    /// <summary>Everything that an earlier process had measured was fed: gives out what is other than it was told, and from now on everything.</summary>
    public void Settle() => _book.Settle();

    /// <summary>Takes a route event.</summary>
    public void Submit(int source, in RouteEvent e)
    {
        if (Routing.Take(e))
        {
            Heartbeat(source, e.ReceivedAtMicros);
        }
    }

    /// <summary>Takes a probe result.</summary>
    public void Submit(int source, in ProbeResult result)
    {
        if (Probing.Take(result))
        {
            Heartbeat(source, result.StartedAtNanos / NanosInMicro);
        }
    }

    /// <summary>Takes a vantage point's heartbeat.</summary>
    public void Submit(int source, in VantageHeartbeat heartbeat)
    {
        if (Probing.Take(heartbeat))
        {
            Heartbeat(source, heartbeat.AtNanos / NanosInMicro);
        }
    }

    /// <summary>The source was alive at this event time, microseconds since the epoch.</summary>
    public void Heartbeat(int source, long atMicros)
    {
        var before = _watermark.Current;
        _watermark.Hear(source, atMicros);
        if (_watermark.Current is { } now && now != before)
        {
            CloseUpTo(now);
        }
    }

    /// <summary>
    /// Live alone: what the clock on the wall says, microseconds since the epoch. Where every source has been silent for longer than
    /// <c>idle_after</c> bins close by it, and what nobody saw is unknown.
    /// </summary>
    public void Tick(long nowMicros)
    {
        var before = _watermark.Current;
        _watermark.Tick(nowMicros);
        if (_watermark.Current is { } now && now != before)
        {
            CloseUpTo(now);
        }
    }

    /// <summary>Nothing more comes from this source.</summary>
    public void End(int source)
    {
        var before = _watermark.Current;
        _watermark.End(source);
        if (_watermark.Current is { } now && now != before)
        {
            CloseUpTo(now);
        }
    }

    /// <summary>The first watermark after this one that closes another bin of routes, microseconds since the epoch.</summary>
    public long NextRouteCloseAfter(long micros) => Routing.NextCloseAfter(micros);

    /// <summary>Nothing more comes: closes every bin that has events and gives out what is left.</summary>
    public void Complete()
    {
        while (Probing.HasWaiting)
        {
            Routing.AdvanceWithEvents(Probing.NextCloseNanos!.Value / NanosInMicro);
            _book.CloseBin(Probing.CloseNext(), Probing.Detector);
        }

        Routing.Complete();
        _book.Complete();
    }

    private void CloseUpTo(long watermarkMicros)
    {
        while (Probing.NextCloseNanos / NanosInMicro is { } next && next <= watermarkMicros)
        {
            CloseProbing(next);
        }

        Routing.Advance(watermarkMicros);
    }

    private void CloseProbing(long atMicros)
    {
        // Routes of bins that close at the same watermark are known first: they are evidence for what the probes show.
        Routing.Advance(atMicros);
        _book.CloseBin(Probing.CloseNext(), Probing.Detector);
    }
}
