using StreamWatch.Simulation.Drafts;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>
/// Thirty days of an ordinary network of 12 to 35 units: each machine fails every ten days or so, for 5 minutes to 12 hours; a vantage point
/// is silent now and then; a link is busy. Long intervals and few routes keep it small.
/// </summary>
internal sealed class QuietMonthScenario : HostScenario
{
    public override string Name => "quiet-month";

    public override string Description => "thirty days with failures of single and shared hosts, and nothing else; no outage";

    protected override TimeSpan? FileLength => TimeSpan.FromHours(6);

    protected override int MostVantages => 3;

    protected override double Churn => 0.004;

    protected override int Background => 60;

    protected override void Prepare(HostDraft draft)
    {
        draft.Interval = 300;
        draft.Step = 30;
        draft.HeartbeatEvery = 30;
    }

    protected override void Tell(HostDraft draft, HostTale tale, Prng random)
    {
        var site = draft.AddSite("kq", new SiteWishes { Units = random.Whole(12, 36), Unsound = 0.02 });
        draft.AddGroup("kq", "Ordinary network", "XQ", site);
        var month = Span.Of(tale.Start, TimeSpan.FromDays(30));
        tale.End = month.To;
        foreach (var host in site.Hosts.Where(host => host != site.Router))
        {
            for (var from = month.From + random.Exponential(TimeSpan.FromDays(10)); from < month.To; from += random.Exponential(TimeSpan.FromDays(10)))
            {
                var away = Span.Of(from, Times.Length(random, TimeSpan.FromMinutes(5), TimeSpan.FromHours(12)));
                tale.Add(new HostFault(host, away, random.Pick([FaultKind.Machine, FaultKind.Service, FaultKind.Errors])));
                tale.Down(draft, host, away);
                from = away.To;
            }
        }

        foreach (var vantage in draft.Vantages)
        {
            for (var from = month.From + random.Exponential(TimeSpan.FromDays(8)); from < month.To; from += random.Exponential(TimeSpan.FromDays(8)))
            {
                var silent = Span.Of(from, Times.Length(random, TimeSpan.FromMinutes(2), TimeSpan.FromHours(3)));
                tale.Add(new VantageTrouble(vantage, silent, IsDead: true, HasNoNetwork: false, Loss: 0));
                tale.Label(Labels.VantageDown, silent, $"{vantage.Name} is silent", vantages: [vantage.Name]);
            }
        }
    }
}
