using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Buckets;
using Xunit;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>A report that is cut says the same, and no part of it is larger than it may be.</summary>
public sealed class ReportPartsTests
{
    [Fact]
    public void Every_part_but_the_last_says_that_another_follows_and_none_has_more_origins_than_it_may() => Laws.Hold(200, 8, history =>
    {
        foreach (var (report, at) in WrittenReports.Tables(history).Select((report, at) => (report, at)))
        {
            var most = 1 + (history[at] % 9);
            var parts = ReportParts.Of(report, most).ToList();
            Assert.All(parts.SkipLast(1), part => Assert.True(part.More));
            Assert.False(parts[^1].More);
            Assert.All(parts, part => Assert.True(part.NewOrigins.Count + (part.Lost?.Origin.Count ?? 0) + (part.LostAlone?.Origin.Count ?? 0) <= most));
        }

        foreach (var (report, at) in WrittenReports.Origins(history).Select((report, at) => (report, at)))
        {
            var most = 1 + (history[at] % 9);
            var parts = ReportParts.Of(report, most).ToList();
            Assert.All(parts.SkipLast(1), part => Assert.True(part.More));
            Assert.False(parts[^1].More);
            Assert.All(parts, part => Assert.True((part.Spoken?.Origin.Count ?? 0) + (part.Carried?.Origin.Count ?? 0) <= most));
        }
    });

    [Fact]
    public void A_view_that_lost_everything_is_cut_too()
    {
        var lost = new OriginSets();
        OriginSetsCodec.Add(lost, 3, [.. Enumerable.Range(1, 1000).Select(origin => uint.MaxValue - (uint)(origin * 1000))]);
        var report = new TableReport { Bin = 1, Lost = lost, LostAlone = new OriginSets() };
        var parts = ReportParts.Of(report, 100).ToList();
        Assert.Equal(11, parts.Count);
        Assert.Equal(lost, ReportSum.Of(1, parts).Lost);
    }

    [Fact]
    public void The_report_of_a_bin_in_which_2000_views_lost_much_is_cut()
    {
        const int views = 2000;
        var report = new TableReport { Bin = 1, Lost = new OriginSets(), LostAlone = new OriginSets() };
        foreach (var column in new[]
        {
            report.Touched, report.CarriedIpv4, report.CarriedIpv6, report.KnownIpv4, report.KnownIpv6, report.RetoldIpv4, report.RetoldIpv6, report.CarriedOrigins,
            report.SpokenAtMost, report.LostSession, report.LostSessionCarried,
        })
        {
            column.AddRange(Enumerable.Repeat(1_500_000u, views));
        }

        report.NewOrigins.AddRange(Enumerable.Range(0, 500_000).Select(origin => uint.MaxValue - (uint)origin));
        for (var view = 0u; view < views; view++)
        {
            OriginSetsCodec.Add(report.Lost, view, [.. Enumerable.Range(0, 500).Select(origin => (uint)origin * 8_000_000)]);
        }

        Assert.True(report.CalculateSize() > 4 << 20);
        Assert.All(ReportParts.Of(report, 100_000), part => Assert.InRange(part.CalculateSize(), 1, 1 << 20));
    }
}
