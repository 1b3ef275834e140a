using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Traffic;

namespace StreamWatch.Simulation.Probing;

/// <summary>The way of a probe's packets at one moment: each is lost or delayed by the queues that it meets.</summary>
internal readonly struct Packets
{
    private readonly Vantage _vantage;
    private readonly TransitPath _path;
    private readonly AccessLink? _link;
    private readonly double _transitLoad;

    public Packets(Vantage vantage, SimulatedHost host, double now, DateTimeOffset at)
    {
        var site = host.Site;
        _vantage = vantage;
        _path = site.Paths[vantage.Index];
        _transitLoad = _path.LoadAt(at);
        IsRouted = site.IsControl || (site.SightOf(host).IsSeenBy(vantage.Index, now) && !site.RefusedAt.Contains(vantage.Index));
        IsClosed = site.IsClosed;
        _link = site.UplinkOf(host)?.Link;
    }

    public Vantage Vantage => _vantage;

    /// <summary>Seconds to the network and back when nothing is in the way.</summary>
    public double Distance => _path.BaseMilliseconds / 1000;

    /// <summary>Whether the networks between have a route.</summary>
    public bool IsRouted { get; }

    /// <summary>Whether the border lets nothing through.</summary>
    public bool IsClosed { get; }

    /// <summary>Chance that one packet gets there and its answer back, without what the vantage point itself loses.</summary>
    public double BothWays => !IsRouted || IsClosed || _link is null
        ? 0
        : (1 - _path.Loss) * (1 - _path.Loss) * (1 - _link.LossIn) * (1 - _link.LossOut);

    /// <summary>Whether a short way, to the routers near the vantage point and back, is survived.</summary>
    public bool Near(Prng random) => !random.Chance(_vantage.OwnLoss) && !random.Chance(_vantage.OwnLoss);

    /// <summary>Sends a packet to the network; seconds until it is there, or null where it is lost.</summary>
    public double? There(Prng random) => OneWay(random, _link?.LoadIn ?? 0);

    /// <summary>Sends a packet back.</summary>
    public double? Back(Prng random) => OneWay(random, _link?.LoadOut ?? 0);

    private double? OneWay(Prng random, double load)
    {
        // Every number is drawn whatever the others say, so that a probe costs the same numbers in good times and bad.
        var own = random.Chance(_vantage.OwnLoss);
        var far = random.Chance(_path.Loss);
        var transit = _path.Queue.Found(_transitLoad, random.NextDouble());
        var found = _link?.Queue.Found(load, random.NextDouble()) ?? 0;
        if (own || far || _link is null || _link.IsCut || found == _link.Queue.Room || transit == _path.Queue.Room)
        {
            return null;
        }

        return (_path.BaseMilliseconds / 2000) + (transit / _path.Queue.Rate) + (found / _link.Queue.Rate);
    }
}
