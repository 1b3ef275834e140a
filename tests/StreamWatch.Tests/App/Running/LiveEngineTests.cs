using System.Net;
using StreamWatch.App.Running;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.App.Running;

/// <summary>The detection of a live watch, moved on by what is measured and, where nothing is, by the clock.</summary>
public sealed class LiveEngineTests
{
    static readonly DateTimeOffset Start = new(2022, 1, 14, 0, 0, 0, TimeSpan.Zero);

    static readonly WatchList Watch = new()
    {
        Vantages = ["v1"],
        Targets = [new WatchedTarget { Name = "web1", Kind = TargetKind.Web, Probe = new ProbeSetting { Protocol = ProbeProtocol.Http, Address = IPAddress.Parse("192.0.2.1") } }],
    };

    readonly List<OutageRevision> _told = [];

    [Fact]
    public void While_something_is_heard_the_clock_closes_nothing()
    {
        var engine = NewEngine();
        Measure(engine, 0, 10);
        var before = engine.TakeResults().Bins.Count;
        engine.Tick(Start.AddMinutes(11));

        Assert.Equal(9, before);
        Assert.Empty(engine.TakeResults().Bins);
    }

    [Fact]
    public void When_nothing_is_heard_for_too_long_bins_close_by_the_clock_and_are_unknown()
    {
        var engine = NewEngine();
        Measure(engine, 0, 10);
        engine.TakeResults();
        engine.Tick(Start.AddMinutes(20));

        var bins = engine.TakeResults().Bins;
        Assert.Equal(10, bins.Count);
        Assert.All(bins.Skip(4), bin => Assert.Equal(Verdict.Unknown, bin.Verdict));
        Assert.Equal((Verdict.Unknown, Start.AddMinutes(19).UtcDateTime), (engine.Look().Targets[0].Verdict, engine.Look().DecidedUpTo));
        Assert.Empty(_told);
    }

    [Fact]
    public void Bins_that_were_stored_are_not_given_out_again_and_those_behind_are_each_once()
    {
        var engine = NewEngine(firstBin: Bin(6));
        Measure(engine, 0, 20);

        Assert.Equal(Enumerable.Range(6, 13).Select(Bin), engine.TakeResults().Bins.Select(bin => bin.Bin));
        Assert.Empty(engine.TakeResults().Bins);
    }

    [Fact]
    public void A_gap_is_given_out_bin_by_bin_but_one_of_months_is_not()
    {
        var engine = NewEngine();
        Measure(engine, 0, 5);
        Measure(engine, 5_000, 5_005);
        var bins = engine.TakeResults().Bins;
        Assert.Equal(Enumerable.Range(0, 5_004).Select(Bin), bins.Select(bin => bin.Bin));

        Measure(engine, 200_000, 200_005);
        bins = engine.TakeResults().Bins;
        Assert.InRange(bins.Count, LiveEngine.MostUnknownBins, LiveEngine.MostUnknownBins + 10);
        Assert.Equal((Bin(5_004), Bin(200_003)), (bins[0].Bin, bins[^1].Bin));
        Assert.Equal(bins.Count, bins.Select(bin => bin.Bin).Distinct().Count());
    }

    [Fact]
    public void What_is_measured_last_is_seen_and_what_comes_too_late_is_counted()
    {
        var engine = NewEngine();
        Measure(engine, 0, 10);
        engine.Take(Result(2, ProbeOutcome.Timeout));

        var look = engine.Look();
        Assert.Equal(1, look.LateEvents);
        Assert.Equal((Verdict.Up, ProbeOutcome.Ok), (look.Targets[0].Verdict, look.Targets[0].Last!.Value.Outcome));
        Assert.Equal(("v1", true, true), (look.Vantages[0].Name, look.Vantages[0].IsHealthy, look.Vantages[0].IsKnown));
    }

    [Fact]
    public void Outages_are_told_as_they_are_decided_and_the_board_shows_those_that_are_open()
    {
        var engine = NewEngine();
        Measure(engine, 0, 10);
        Measure(engine, 10, 20, ProbeOutcome.ConnectionRefused);
        Assert.Equal(OutageState.Open, _told[^1].State);
        Assert.Equal("web1", Assert.Single(engine.Look().Open).Entity);

        Measure(engine, 20, 30);
        Assert.Equal(OutageState.Recovered, _told[^1].State);
        Assert.Empty(engine.Look().Open);
        Assert.Equal([OutageState.Recovered, OutageState.Open], engine.Look().Changes.Select(change => change.State));
        Assert.Equal(_told, engine.TakeResults().Outages);
    }

    LiveEngine NewEngine(long firstBin = 0) => new(Watch, new ProbingOptions(), firstBin, _told.Add);

    /// <summary>A heartbeat every ten seconds and a result every minute.</summary>
    static void Measure(LiveEngine engine, int from, int to, ProbeOutcome outcome = ProbeOutcome.Ok)
    {
        for (var minute = from; minute < to; minute++)
        {
            for (var second = 0; second < 60; second += 10)
            {
                engine.Take(new VantageHeartbeat("v1", Nanos(minute) + (second * 1_000_000_000L)));
                if (second == 30)
                {
                    engine.Take(Result(minute, outcome));
                }
            }
        }
    }

    static ProbeResult Result(int minute, ProbeOutcome outcome) => new()
    {
        Vantage = "v1",
        Target = "web1",
        Kind = TargetKind.Web,
        Protocol = ProbeProtocol.Http,
        Address = IPAddress.Parse("192.0.2.1"),
        StartedAtNanos = Nanos(minute) + 30_000_000_000,
        Outcome = outcome,
        RttMilliseconds = 1,
    };

    static long Bin(int minute) => Start.AddMinutes(minute).ToUnixTimeSeconds() / 60;

    static long Nanos(int minute) => Start.AddMinutes(minute).ToUnixTimeSeconds() * 1_000_000_000;
}
