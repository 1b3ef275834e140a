using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Happenings;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Drafts;

/// <summary>
/// A scenario of hosts and routes in one window: some hours before, what happens, and some hours after. The seed draws the day, the
/// number of units (4 to 60), vantage points (1 to 5), probe intervals (30 to 300 s, mostly 60), controls or none, loss, round trips and
/// everything that a scenario does not say itself.
/// </summary>
internal abstract class HostScenario : SimulationScenario
{
    /// <summary>Short windows have files as RouteViews makes them, longer ones fewer.</summary>
    private static readonly TimeSpan ShortWindow = TimeSpan.FromHours(8);

    /// <summary>Length of update files where the story needs one of its own; windows begin and end on multiples of it.</summary>
    protected virtual TimeSpan? FileLength => null;

    /// <summary>Most vantage points.</summary>
    protected virtual int MostVantages => 5;

    /// <summary>Fewest vantage points that the story needs.</summary>
    protected virtual int LeastVantages => 1;

    /// <summary>Whether there are controls; null for three times in four.</summary>
    protected virtual bool? WithControls => null;

    /// <summary>Route messages a second besides what happens.</summary>
    protected virtual double Churn => 0.12;

    /// <summary>Origins besides those that are watched.</summary>
    protected virtual int Background => 110;

    /// <summary>Adds networks and says what happens to them, from <see cref="HostTale.Start"/> on.</summary>
    protected abstract void Tell(HostDraft draft, HostTale tale, Prng random);

    /// <summary>Changes what was drawn before any network is added.</summary>
    protected virtual void Prepare(HostDraft draft)
    {
    }

    protected sealed override ScenarioPlan Plan(Prng random)
    {
        var setting = random.Fork("setting");
        var builder = Routes(random, Background);
        var draft = new HostDraft(builder, random.Fork("world"));
        Prepare(draft);
        draft.AddVantages(Math.Max(LeastVantages, setting.Whole(1, MostVantages + 1)));
        if (WithControls ?? setting.Chance(0.75))
        {
            draft.AddControls(setting.Whole(2, 5));
        }

        var unit = FileLength ?? TimeSpan.FromHours(1);
        var day = Ceiling(Scenarios.Clock.At("2023-01-01T00:00:00Z").AddDays(setting.Whole(0, 1000)).AddHours(setting.Whole(0, 24)), unit);
        var tale = new HostTale(day + TimeSpan.FromHours(2) + setting.Minutes(15, 120));
        Tell(draft, tale, random.Fork("tale"));

        var end = Ceiling(tale.End + setting.Minutes(100, 160), unit);
        var window = new SimulationWindow(day, end, WithTable: true)
        {
            FileLength = FileLength ?? (end - day <= ShortWindow ? TimeSpan.FromMinutes(15) : TimeSpan.FromHours(1)),
        };
        var world = draft.Build();
        var network = builder.Build();
        return new ScenarioPlan(
            network,
            [new PlannedWindow(window, [new BackgroundChurn(Churn), .. tale.Happenings.Select(make => make(network))]) { Hosts = tale.Told() }],
            Scenarios.StandardNetwork.Provenance)
        {
            Hosts = world,
        };
    }

    /// <summary>Three collectors with some twenty full feeds: enough for routes to be judged, and quick to read.</summary>
    private static NetworkBuilder Routes(Prng random, int background)
    {
        var builder = new NetworkBuilder(random.Fork("world").NextUInt64());
        var rrc00 = builder.AddCollector("rrc00", RecordStyle.Extended);
        var routeViews = builder.AddCollector("route-views2", RecordStyle.Plain);
        var rrc06 = builder.AddCollector("rrc06", RecordStyle.Extended);
        builder.AddPeers(rrc00, AddressFamily.IPv4, 8);
        builder.AddPeers(rrc00, AddressFamily.IPv4, 1, tableShare: 0.2);
        builder.AddPeers(routeViews, AddressFamily.IPv4, 7);
        builder.AddPeers(rrc06, AddressFamily.IPv4, 6);
        builder.AddBackground(background);
        return builder;
    }

    private static DateTimeOffset Ceiling(DateTimeOffset time, TimeSpan unit) =>
        new((time.UtcTicks + unit.Ticks - 1) / unit.Ticks * unit.Ticks, TimeSpan.Zero);
}
