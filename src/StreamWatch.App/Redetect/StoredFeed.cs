using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine;
using StreamWatch.Storage.Reading;

namespace StreamWatch.App.Redetect;

/// <summary>Carries stored measurements to the engine as a replay carries the same ones from files. They come in order of time.</summary>
internal sealed class StoredFeed
{
    private const long MicrosPerHour = 3_600_000_000;
    private const long NanosPerHour = 1000 * MicrosPerHour;

    private readonly OutageEngine _engine;
    private readonly int _source;
    private readonly ViewNumbers<RouteAddress> _views;
    private readonly HashSet<long> _hoursOfRoutes = [];
    private readonly HashSet<long> _hoursOfProbes = [];
    private long _nextClose = long.MinValue;

    public StoredFeed(OutageEngine engine)
    {
        _engine = engine;
        _source = engine.DeclareSource();
        _views = new ViewNumbers<RouteAddress>(engine.Routing.Detector.AddView, address => address.ToIPAddress());
    }

    /// <summary>Elems, states and marks taken.</summary>
    public long Routes { get; private set; }

    /// <summary>Probe results taken.</summary>
    public long Probes { get; private set; }

    /// <summary>Takes what a peer said.</summary>
    public void Take(in RouteRow row)
    {
        Routes++;
        _hoursOfRoutes.Add(row.ReceivedAtMicros / MicrosPerHour);
        if (row.ReceivedAtMicros >= _nextClose)
        {
            _engine.Heartbeat(_source, row.ReceivedAtMicros);
            _nextClose = _engine.NextRouteCloseAfter(row.ReceivedAtMicros);
        }

        var view = _views.Of(row.Collector, row.PeerAsn, row.PeerAddress);
        if (row.Kind is { } kind)
        {
            _engine.Submit(_source, new RouteEvent
            {
                ReceivedAtMicros = row.ReceivedAtMicros,
                View = view,
                Kind = kind,
                Prefix = row.Prefix,
                PathId = row.PathId,
                Origin = row.Origin,
                OriginSet = row.OriginSet,
            });
        }
    }

    /// <summary>Takes a probe result.</summary>
    public void Take(in ProbeResult result)
    {
        Probes++;
        _hoursOfProbes.Add(result.StartedAtNanos / NanosPerHour);
        _engine.Submit(_source, result);
    }

    /// <summary>Takes a vantage point's heartbeat.</summary>
    public void Take(in VantageHeartbeat heartbeat) => _engine.Submit(_source, heartbeat);

    /// <summary>Whether anything was taken in the hours from one time to another (inclusive), of routes or of probe results.</summary>
    public bool HadAny(bool probes, DateTime from, DateTime to)
    {
        var hours = probes ? _hoursOfProbes : _hoursOfRoutes;
        for (var hour = Hour(from); hour <= Hour(to); hour++)
        {
            if (hours.Contains(hour))
            {
                return true;
            }
        }

        return false;
    }

    private static long Hour(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerHour;
}
