using StreamWatch.Domain.Watching;
using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// One machine after the other is off for 8 to 25 minutes, at most two at a time. The watch file tells of all of it, of half, or of none.
/// </summary>
internal sealed class RollingMaintenanceScenario : HostScenario
{
    public override string Name => "rolling-maintenance";

    public override string Description => "machine after machine is worked on, told of in the watch file or not; no outage";

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kf", new SiteWishes { Units = random.Whole(6, 25), Unsound = 0 });
        draft.AddGroup("kf", "Network under maintenance", "XF", site);
        var told = random.Pick([0.0, 0.5, 1.0]);
        var from = tale.Start;
        foreach (var host in random.Shuffled(site.Hosts.Where(host => host != site.Router)))
        {
            var work = Span.Of(from, random.Minutes(8, 25));
            var targets = draft.Targets.Where(target => target.Host == host).ToList();
            var isTold = random.Chance(told);
            tale.Add(new HostFault(host, work, random.Chance(0.6) ? FaultKind.Machine : FaultKind.Service));
            tale.Label(
                isTold ? Labels.Maintenance : Labels.UndeclaredMaintenance, work, $"{host.Name} is worked on", targets.Select(target => target.Name));
            foreach (var target in targets.Where(_ => isTold))
            {
                // Announced with some room on both sides, to the minute.
                var start = new DateTimeOffset(work.From.UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
                draft.Declare(new MaintenanceWindow(
                    target.Name, start.UtcDateTime.AddMinutes(-3), start.UtcDateTime.AddMinutes(Math.Ceiling(work.Length.TotalMinutes) + 6), "rolling update"));
            }

            // The next one begins when this one is nearly done or some minutes later.
            from = work.To + random.Minutes(-3, 10);
        }
    }
}
