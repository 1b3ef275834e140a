using System.Net;
using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Traffic;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// North Korea in January 2022, simulated after published reports: they give days and rough durations, no exact onset or end; no
/// measurement of those days was found. The forces are a flood on 14 and one on 26 January, and a machine that is off on the 20th; what
/// follows in which order is the model's. Three windows leave out the quiet days between. The seed moves the times by some minutes and
/// draws what is not published: capacities, loads, noise.
/// </summary>
internal sealed class FoundingScenario : SimulationScenario
{
    // Few files, so that a first look takes seconds: every file costs its own entries in the ledger.
    private static readonly TimeSpan FileLength = TimeSpan.FromHours(6);

    /// <summary>Web servers by name, with the last number of their address in 175.45.176.0/24 (zone files of 2016). No address of the ministry's site, mfa, is published; its is made up.</summary>
    private static readonly (string Name, string Title, string HostName, int Address)[] Web =
    [
        ("naenara", "Naenara portal", "naenara.com.kp", 67), ("kcna", "Korean Central News Agency", "kcna.kp", 71), ("rodong", "Rodong Sinmun", "rodong.rep.kp", 68),
        ("airkoryo", "Air Koryo airline", "airkoryo.com.kp", 69), ("mfa", "Ministry of Foreign Affairs", "mfa.gov.kp", 91), ("vok", "Voice of Korea", "vok.rep.kp", 75),
    ];

    /// <summary>Mail servers; the names are published, the addresses are made up.</summary>
    private static readonly (string Name, string HostName, int Address)[] Mail =
        [("mail-airkoryo", "mail.airkoryo.com.kp", 92), ("mail-star-co", "star-co.net.kp", 93), ("mail-silibank", "silibank.net.kp", 94)];

    public override string Name => "founding";

    public override string Description =>
        "North Korea in January 2022, after published reports: two floods until the routes go, a single server down between them";

    protected override ScenarioPlan Plan(Prng random)
    {
        var builder = StandardNetwork.Begin(random, background: 200);
        var star = StarJv.AddTo(builder);
        var draft = new HostDraft(builder, random.Fork("hosts")) { Interval = 60, Timeout = 10, Distance = (220, 330), MostLoss = 0.004, HeartbeatEvery = 30 };
        draft.AddVantages(3);
        draft.AddControls(3);
        var site = Site(draft, star, random.Fork("site"));
        draft.AddGroup("kp", "North Korea", "KP", site);

        // Reported: attack traffic from 23:00 on 14 January to 02:00, "outages lasting several hours" from that day on.
        var first = new Span(Clock.At("2022-01-14T22:55:00Z") + random.Minutes(0, 12), Clock.At("2022-01-15T02:00:00Z") + random.Minutes(0, 20));

        // Reported: down some time before six in the morning of 26 January, for about six hours "on Wednesday morning local time" (UTC+9).
        var second = Span.Of(Clock.At("2022-01-25T20:20:00Z") + random.Minutes(0, 15), TimeSpan.FromHours(6) + random.Minutes(5, 25));
        var single = Span.Of(Clock.At("2022-01-20T01:00:00Z") + random.Minutes(0, 90), TimeSpan.FromHours(24) + random.Minutes(-60, 60));
        var vok = draft.Targets.First(target => target.Name == "vok");
        var network = builder.Build();
        return new ScenarioPlan(
            network,
            [
                Window("2022-01-13T12:00:00Z", "2022-01-15T12:00:00Z", Incident(random.Fork("first"), site, first), new SessionReset(
                    [.. network.PeersOf(network.Collectors[2])], Clock.At("2022-01-14T08:00:00Z") + random.Minutes(0, 90),
                    random.Minutes(2, 4), random.Minutes(1, 3), ResetKind.WithStates)),
                Window("2022-01-19T18:00:00Z", "2022-01-21T12:00:00Z", new HostStory(
                    [new HostFault(vok.Host, single, FaultKind.Machine)],
                    [],
                    [
                        new LabelledEvent(Labels.SingleTarget, single.From, single.To, [], [], [], [], "one server of six is off for a day") { Targets = [vok.Name] },
                    ])),
                Window("2022-01-25T06:00:00Z", "2022-01-26T12:00:00Z", Incident(random.Fork("second"), site, second), new SessionReset(
                    [random.Pick([.. network.Peers.Where(peer => peer.IsFullFeed)])], Clock.At("2022-01-25T13:00:00Z") + random.Minutes(0, 60),
                    random.Minutes(2, 4), random.Minutes(1, 3), ResetKind.MassWithdrawal)),
            ],
            "simulated after published reports of January 2022, which give no exact onset or end; no measurement. "
            + "Background ASNs and prefixes come from private and documentation space")
        {
            Hosts = draft.Build(),
        };
    }

    private static PlannedWindow Window(string start, string end, HostStory story, params IReadOnlyList<IHappening> resets) => new(
        new SimulationWindow(Clock.At(start), Clock.At(end), WithTable: true) { FileLength = FileLength }, [new BackgroundChurn(0.35), .. resets])
    {
        Hosts = story,
    };

    /// <summary>
    /// A flood that fills the link in some ten minutes and grows in ten more to many times of it, aimed at the link as well, so that it goes on when the routes are
    /// gone; requests at the web servers outlast it ("continued to experience stress", as reported of the recovery).
    /// </summary>
    private static HostStory Incident(Prng random, Site site, Span when)
    {
        var full = when.From + random.Minutes(9, 15);
        var ramp = full + random.Minutes(8, 14);
        var volume = random.Between(18, 28);
        var off = when.To - random.Minutes(3, 8);
        var strength = random.Between(2.5, 4);
        var flood = new Flood(
            [site],
            new Curve([(when.From, 0), (full, random.Between(0.9, 1.3)), (ramp, volume), (off, volume * random.Between(0.85, 1)), (when.To, 0)]),
            new Curve([(when.From, 0), (full, 0.3), (ramp, strength), (when.To, strength), (when.To + random.Minutes(15, 25), 2), (when.To + random.Minutes(30, 45), 0)]),
            [.. site.Hosts.SelectMany(host => host.Services).Where(service => service.Kind == TargetKind.Web)],
            AimedAtLink: 1,
            Outbound: random.Between(0.1, 0.5));
        return new HostStory([flood], [new Story(Causes.NetworkStress, when, [site])], []);
    }

    private static Site Site(HostDraft draft, SimulatedOrigin star, Prng random)
    {
        var site = draft.AddSite(new Site("star", star, [draft.Uplink(random.Between(300, 1200), protection: 0)])
        {
            QuietLoad = 0.1,
            BusyLoad = random.Between(0.3, 0.5),
            Day = new Diurnal(3),
            TellsHostUnreachable = random.Chance(0.5),
        });
        site.Halls.Add(new Hall("hall-1"));
        foreach (var (name, title, hostName, address) in Web)
        {
            var host = draft.AddHost(site, site.Halls[0], TargetKind.Host, Address(address));
            host.Services.Add(new SimulatedService(host, TargetKind.Web, new FiniteQueue(random.Between(20, 45), 512), random.Between(0.25, 0.45))
            {
                Fragility = random.Between(0.05, 0.3),
                MeanRestart = random.Between(600, 1500),
                WarmUp = random.Between(600, 1500),
                Sheds = random.Chance(0.5),
            });
            draft.Change(draft.AddTarget(host, name, TargetKind.Web, title: title) with { HostName = hostName, Protocol = ProbeProtocol.Http });
        }

        foreach (var (name, hostName, address) in Mail)
        {
            var host = draft.AddHost(site, site.Halls[0], TargetKind.Mail, Address(address));
            draft.Change(draft.AddTarget(host, name, TargetKind.Mail) with { HostName = hostName, Protocol = ProbeProtocol.Smtp });
        }

        for (var number = 1; number <= 2; number++)
        {
            var host = draft.AddHost(site, site.Halls[0], TargetKind.Dns, Address(14 + number));
            draft.Change(draft.AddTarget(host, $"ns{number}", TargetKind.Dns) with { HostName = $"ns{number}.kptc.kp" });
        }

        // No router address is published either.
        site.Router = draft.AddHost(site, null, TargetKind.Router, IPAddress.Parse("175.45.179.1"));
        draft.AddTarget(site.Router, "border", TargetKind.Router);
        return site;
    }

    private static IPAddress Address(int last) => new([175, 45, 176, (byte)last]);
}
