using System.Net;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Engine.Stories;

/// <summary>
/// A story in routes, told in minutes since <see cref="Start"/>: route collectors with peers that carry the tables of networks, and
/// what happens to them. Every telling of it gives the same events. All peers are full feeds of both families.
/// </summary>
sealed class Story
{
    /// <summary>Minute 0: the start of a bin.</summary>
    public static readonly DateTime Start = new(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc);

    readonly List<(double Minute, Action<World> Step)> _steps = [];
    readonly List<(string Collector, double From, double To, bool Declared)> _unheard = [];
    readonly World _atStart;

    /// <summary>Route collectors <c>rrc00</c>, <c>rrc01</c>… with so many peers each.</summary>
    public Story(int collectors = 3, int peers = 5)
    {
        Collectors = [.. Enumerable.Range(0, collectors).Select(number => $"rrc{number:00}")];
        All = [.. Enumerable.Range(0, collectors * peers)];
        Views = [.. All.Select(view => new ViewKey(Collectors[view / peers], 100u + (uint)view, new IPAddress([192, 0, 2, (byte)view])))];
        _atStart = new World(Views.Count);
    }

    public DetectionOptions Options { get; init; } = new() { AllAsns = true };

    public IReadOnlyList<string> Collectors { get; }

    public IReadOnlyList<ViewKey> Views { get; }

    /// <summary>Every peer.</summary>
    public int[] All { get; }

    /// <summary>The peers of a collector.</summary>
    public int[] Of(string collector) => [.. All.Where(view => Views[view].Collector == collector)];

    /// <summary>A network whose prefixes these peers (or all) have carried since before the story.</summary>
    public Story Network(uint asn, string[] prefixes, int[]? at = null)
    {
        foreach (var view in at ?? All)
        {
            foreach (var prefix in prefixes)
            {
                _atStart.Table(view)[Prefix.Parse(prefix)] = asn;
            }
        }

        return this;
    }

    /// <summary>
    /// So many other networks, and peers that find other paths to them all the time: a word every ten seconds and peer, one in
    /// twenty of them a withdrawal that is taken back 20 s later.
    /// </summary>
    public Story Background(int networks, double until)
    {
        var prefixes = Enumerable.Range(0, networks).Select(number => Prefix.IPv4((11u << 24) | ((uint)number << 10), 22)).ToArray();
        for (var number = 0; number < networks; number++)
        {
            Network(65_000u + (uint)number, [prefixes[number].ToString()]);
        }

        var random = new Random(20220114);
        foreach (var view in All)
        {
            for (var minute = random.NextDouble() / 6; minute < until; minute += 1 / 6.0)
            {
                var prefix = prefixes[random.Next(networks)];
                if (random.Next(20) == 0)
                {
                    Do(minute, world => world.Repeat(view, prefix, RouteEventKind.Withdrawal));
                    Do(minute + (1 / 3.0), world => world.Repeat(view, prefix, RouteEventKind.Announcement));
                }
                else
                {
                    Do(minute, world => world.Repeat(view, prefix, RouteEventKind.Announcement));
                }
            }
        }

        return this;
    }

    /// <summary>Every collector dumps its peers' tables.</summary>
    public Story Dump(double minute, params string[] collectors)
    {
        foreach (var collector in collectors.Length == 0 ? [.. Collectors] : collectors)
        {
            Do(minute, world =>
            {
                foreach (var view in Of(collector))
                {
                    world.SayTable(view, RouteEventKind.RibEntry);
                }

                world.Say(Of(collector)[0], RouteEventKind.RibEnd);
            });
        }

        return this;
    }

    /// <summary>Peers (or all) lose prefixes, one peer after the other over half a minute.</summary>
    public Story Lose(double minute, string[] prefixes, int[]? at = null) => Each(minute, at ?? All, (world, view) =>
    {
        foreach (var prefix in prefixes)
        {
            world.Withdraw(view, Prefix.Parse(prefix));
        }
    });

    /// <summary>Peers (or all) get prefixes with this origin, one peer after the other over half a minute.</summary>
    public Story Gain(double minute, uint asn, string[] prefixes, int[]? at = null) => Each(minute, at ?? All, (world, view) =>
    {
        foreach (var prefix in prefixes)
        {
            world.Announce(view, Prefix.Parse(prefix), asn);
        }
    });

    /// <summary>Sessions fall and come back after <paramref name="away"/> minutes; the files say so. The tables take <paramref name="transfer"/> minutes.</summary>
    public Story ResetWithStates(double minute, int[] at, double away, double transfer)
    {
        foreach (var view in at)
        {
            Do(minute, world => world.Hang(view, RouteEventKind.SessionDown));
            Do(minute + away, world => world.Return(view, RouteEventKind.SessionUp));
            SendTable(minute + away, view, transfer);
        }

        return this;
    }

    /// <summary>
    /// Sessions fall, which looks as if the peers withdrew all they had, over <paramref name="falling"/> minutes, and come back after
    /// <paramref name="away"/> minutes (never, where null); nothing says that they did.
    /// </summary>
    public Story ResetByWithdrawals(double minute, int[] at, double? away, double transfer, double falling = 0.5)
    {
        foreach (var view in at)
        {
            var parts = Math.Max(1, (int)(falling * 6));
            for (var part = 0; part < parts; part++)
            {
                var now = part;
                Do(minute + (falling * part / parts), world => world.WithdrawPart(view, now, parts));
            }

            Do(minute + falling, world => world.Hang(view, null));
            if (away is { } minutes)
            {
                Do(minute + minutes, world => world.Return(view, null));
                SendTable(minute + minutes, view, transfer);
            }
        }

        return this;
    }

    /// <summary>The peer sends its whole table again over so many minutes.</summary>
    public Story SendTable(double minute, int view, double over)
    {
        const int Parts = 60;
        for (var part = 0; part < Parts; part++)
        {
            var now = part;
            Do(minute + (over * (part + 1) / (Parts + 1)), world => world.SendPart(view, now, Parts));
        }

        return this;
    }

    /// <summary>Nothing of this collector was recorded in [from, to); the inputs may say that a file is missing.</summary>
    public Story Unheard(string collector, double from, double to, bool declared = false)
    {
        _unheard.Add((collector, from, to, declared));
        return this;
    }

    /// <summary>Anything else.</summary>
    public Story Do(double minute, Action<World> step)
    {
        _steps.Add((minute, step));
        return this;
    }

    /// <summary>All events in order of time.</summary>
    public IReadOnlyList<RouteEvent> Events()
    {
        var world = _atStart.Copy();
        foreach (var (minute, step) in _steps.OrderBy(step => step.Minute))
        {
            world.Now = (Start.Ticks - DateTime.UnixEpoch.Ticks) / 10 + (long)(minute * 60_000_000);
            step(world);
        }

        return [.. world.Said.Where(IsHeard)];
    }

    /// <summary>Tells the story to the detection.</summary>
    public Findings Play() => Telling.Of(this).Play();

    /// <summary>The stretches that the inputs say are missing.</summary>
    public IEnumerable<(string Collector, long From, long To)> Declared() =>
        _unheard.Where(gap => gap.Declared).Select(gap => (gap.Collector, Micros(gap.From), Micros(gap.To)));

    static long Micros(double minute) => (Start.Ticks - DateTime.UnixEpoch.Ticks) / 10 + (long)(minute * 60_000_000);

    bool IsHeard(RouteEvent e) => !_unheard.Any(gap =>
        gap.Collector == Views[e.View].Collector && e.ReceivedAtMicros >= Micros(gap.From) && e.ReceivedAtMicros < Micros(gap.To));

    Story Each(double minute, int[] at, Action<World, int> step)
    {
        for (var i = 0; i < at.Length; i++)
        {
            var view = at[i];
            Do(minute + (0.5 * (i + 1) / (at.Length + 1)), world => step(world, view));
        }

        return this;
    }
}
