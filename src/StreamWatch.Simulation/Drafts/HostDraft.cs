using System.Buffers.Binary;
using System.Net;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Traffic;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Drafts;

/// <summary>Draws a world of hosts: networks, machines, vantage points, what is probed and how often.</summary>
internal sealed class HostDraft
{
    private readonly Prng _random;
    private readonly NetworkBuilder _builder;
    private readonly List<Vantage> _vantages = [];
    private readonly List<HostGroup> _groups = [];
    private readonly List<Site> _sites = [];
    private readonly List<ProbedTarget> _targets = [];
    private readonly List<MaintenanceWindow> _declared = [];

    public HostDraft(NetworkBuilder builder, Prng random)
    {
        _builder = builder;
        _random = random;
        Interval = random.Chance(0.7) ? 60 : random.Pick([30.0, 90.0, 120.0, 300.0]);
        Timeout = random.Pick([5.0, 10.0, 10.0]);
    }

    /// <summary>Seconds between probes of a target.</summary>
    public double Interval { get; set; }

    /// <summary>Seconds.</summary>
    public double Timeout { get; set; }

    /// <summary>Step of the model, seconds.</summary>
    public double Step { get; set; } = 10;

    public double HeartbeatEvery { get; set; } = 10;

    /// <summary>Shortest and longest round trip by distance, milliseconds: within a country to over a satellite.</summary>
    public (double Least, double Most) Distance { get; set; } = (8, 330);

    /// <summary>Most that a path loses each way without load.</summary>
    public double MostLoss { get; set; } = 0.015;

    /// <summary>The routes' side of the world.</summary>
    public NetworkBuilder Routes => _builder;

    public IReadOnlyList<Vantage> Vantages => _vantages;

    public IEnumerable<Site> ControlSites => _sites.Where(site => site.IsControl);

    public IReadOnlyList<ProbedTarget> Targets => _targets;

    public void AddVantages(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _vantages.Add(new Vantage(_vantages.Count, $"v{_vantages.Count + 1}", _random.Chance(0.5)));
        }
    }

    /// <summary>Adds targets that tell of the vantage points' health, each in a network of its own.</summary>
    public void AddControls(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            var site = new Site($"control-{i}", null, [Uplink(10_000, 0)]) { QuietLoad = 0.1, BusyLoad = 0.3, Day = Day() };
            _sites.Add(site);
            AddTarget(AddHost(site, null, TargetKind.Web, IPv4(0xC6120000 + (uint)(i * 7))), $"control-{i}", TargetKind.Web);
        }
    }

    /// <summary>Adds a network under an origin of its own.</summary>
    public Site AddSite(string name, SiteWishes wishes)
    {
        var prefixes = wishes.Origin?.Prefixes.Count ?? wishes.Prefixes ?? _random.Whole(2, 7);
        var origin = wishes.Origin ?? _builder.AddOrigin(isProtagonist: true, ipv4: prefixes, ipv6: 0);
        var isDouble = wishes.TwoUplinks ?? _random.Chance(0.25);
        var capacity = Math.Exp(_random.Between(Math.Log(50), Math.Log(10_000)));
        var protection = wishes.Protection ?? (_random.Chance(0.25) ? _random.Between(0.9, 1) : 0);
        var singles = isDouble ? (int)Math.Round(prefixes * wishes.SingleHomed) : 0;
        var site = new Site(
            name, origin, isDouble ? [Uplink(capacity, protection), Uplink(capacity * wishes.SecondCapacity, protection)] : [Uplink(capacity, protection)])
        {
            SingleHomed = [.. origin.Prefixes.Take(singles)],
            QuietLoad = _random.Between(0.05, 0.25),
            BusyLoad = _random.Between(0.3, 0.6),
            Day = Day(),
            TellsHostUnreachable = _random.Chance(0.5),
            TellsProhibited = _random.Chance(0.4),
        };
        _sites.Add(site);
        for (var hall = 0; hall < (wishes.Halls ?? _random.Whole(1, 5)); hall++)
        {
            site.Halls.Add(new Hall($"{name}-hall-{hall + 1}"));
        }

        var next = origin.Prefixes.ToDictionary(prefix => prefix, prefix => (uint)(prefix.Prefix.High >> 32) + 10);
        var units = wishes.Units ?? (int)Math.Exp(_random.Between(Math.Log(4), Math.Log(61)));
        for (var i = 0; i < units; i++)
        {
            // In order over the prefixes, so that the single-homed ones have their share of every kind.
            var prefix = origin.Prefixes[i % prefixes];
            AddUnit(site, wishes, prefix, next, i);
        }

        AddRouter(site, IPv4((uint)(origin.Prefixes[^1].Prefix.High >> 32) + 1));
        return site;
    }

    public Site AddSite(Site site)
    {
        _sites.Add(site);
        return site;
    }

    public HostGroup AddGroup(string name, string title, string country, params IReadOnlyList<Site> sites)
    {
        var group = new HostGroup(name, title, country, sites);
        _groups.Add(group);
        return group;
    }

    public SimulatedHost AddHost(Site site, Hall? hall, TargetKind kind, params IReadOnlyList<IPAddress> addresses) =>
        AddHost(site, hall, kind, isUnsound: false, isSingleHomed: false, addresses);

    public ProbedTarget AddTarget(SimulatedHost host, string name, TargetKind kind, IPAddress? address = null, string? title = null)
    {
        var target = new ProbedTarget(
            _targets.Count, name, title, host, host.Services.Find(service => service.Kind == kind), kind, ServiceDraft.ProtocolOf(kind, _random),
            address ?? host.Addresses[0], Interval, Timeout)
        {
            HostName = kind is TargetKind.Web or TargetKind.Mail ? name + ".example" : null,
            Shares = host.Addresses.Count > 1 ? host.Name : null,
        };
        _targets.Add(target);
        return target;
    }

    /// <summary>Changes what was drawn for a target.</summary>
    public ProbedTarget Change(ProbedTarget target) => _targets[target.Index] = target;

    public void AddRouter(Site site, IPAddress address, bool isProbed = true, string? name = null)
    {
        site.Router = AddHost(site, null, TargetKind.Router, address);
        if (isProbed && _random.Chance(0.75))
        {
            AddTarget(site.Router, name ?? $"{site.Name}-gw", TargetKind.Router);
        }
    }

    public void Declare(MaintenanceWindow window) => _declared.Add(window);

    public HostWorld Build()
    {
        foreach (var site in _sites)
        {
            foreach (var vantage in _vantages)
            {
                site.Paths.Add(Path(_random.Fork($"path {site.Name} {vantage.Name}")));
            }
        }

        return new HostWorld
        {
            Vantages = _vantages, Groups = _groups, Sites = _sites, Targets = _targets, Declared = _declared, Step = Step, HeartbeatEvery = HeartbeatEvery,
        };
    }

    public Uplink Uplink(double megabits, double protection) => new(
        new AccessLink(megabits, _random.Between(20, 300)),
        new BgpSession(_random.Pick([90.0, 180.0]), seesInterface: _random.Chance(0.7), protection));

    private TransitPath Path(Prng random)
    {
        // Half of the paths lose next to nothing.
        var queue = new FiniteQueue(random.Between(500, 5000), 400);
        var quiet = random.Between(0.1, 0.5);
        return new TransitPath(
            Math.Exp(random.Between(Math.Log(Distance.Least), Math.Log(Distance.Most))), random.Between(0, random.Chance(0.5) ? MostLoss / 30 : MostLoss),
            queue, quiet, random.Between(quiet, 0.97), new Diurnal(random.Between(0, 24)));
    }

    private static IPAddress IPv4(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    private Diurnal Day() => new(_random.Between(0, 24));

    private void AddUnit(Site site, SiteWishes wishes, SimulatedPrefix prefix, Dictionary<SimulatedPrefix, uint> next, int number)
    {
        var kind = number == 0 ? TargetKind.Web
            : number == 1 ? TargetKind.Mail
            : _random.NextDouble() switch { < 0.45 => TargetKind.Web, < 0.65 => TargetKind.Mail, < 0.8 => TargetKind.Dns, _ => TargetKind.Host };

        // Some machines have two addresses, and some addresses several names.
        var addresses = new List<IPAddress> { IPv4(next[prefix]++) };
        if (_random.Chance(0.05))
        {
            addresses.Add(IPv4(next[prefix]++));
        }

        var host = AddHost(site, _random.Pick(site.Halls), kind, _random.Chance(wishes.Unsound), site.SingleHomed.Contains(prefix), addresses);
        var names = kind == TargetKind.Web && _random.Chance(0.1) ? _random.Whole(2, 5) : 1;
        for (var name = 0; name < Math.Max(names, addresses.Count); name++)
        {
            AddTarget(host, $"{site.Name}-{kind.Name()}-{number + 1}{(name == 0 ? "" : $"-{(char)('a' + name)}")}", kind, addresses[name % addresses.Count]);
        }
    }

    private SimulatedHost AddHost(Site site, Hall? hall, TargetKind kind, bool isUnsound, bool isSingleHomed, IReadOnlyList<IPAddress> addresses)
    {
        var host = new SimulatedHost($"{site.Name}-m{site.Hosts.Count + 1}", site, hall, addresses)
        {
            IsSingleHomed = isSingleHomed,

            // Judged: a third has batteries for minutes; most boot in minutes, one in seven waits for somebody to come.
            Battery = _random.Chance(0.33) ? _random.Between(240, 2400) : 0,
            BootTime = _random.Chance(0.15) ? _random.Between(1800, 7200) : _random.Between(60, 900),
            MeanUp = isUnsound ? _random.Between(2, 24) * 3600 : double.PositiveInfinity,
            MeanDown = _random.Between(120, 900),
        };
        site.Hosts.Add(host);
        ServiceDraft.Of(host, kind, _random);
        return host;
    }
}
