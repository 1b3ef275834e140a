using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Buckets;
using Xunit;

namespace StreamWatch.Tests.Topology.Buckets;

/// <summary>Whoever adds reports up, in whatever order and however they are grouped and cut, comes to the same.</summary>
public sealed class ReportSumTests
{
    [Fact]
    public void A_sum_is_the_same_in_any_order() => Laws.Hold(200, 8, history =>
    {
        var (tables, origins) = (WrittenReports.Tables(history), WrittenReports.Origins(history));
        Assert.Equal(Sum(tables), Sum(Shuffled(tables, history)));
        Assert.Equal(Sum(origins), Sum(Shuffled(origins, history)));
    });

    [Fact]
    public void A_sum_of_sums_is_the_sum_of_all() => Laws.Hold(200, 8, history =>
    {
        var (tables, origins) = (WrittenReports.Tables(history), WrittenReports.Origins(history));
        var cut = history.Length == 0 ? 0 : new Dice(history[0]).Next(history.Length + 1);
        Assert.Equal(Sum(tables), Sum([Sum([.. tables.Take(cut)]), Sum([.. tables.Skip(cut)])]));
        Assert.Equal(Sum(origins), Sum([Sum([.. origins.Take(cut)]), Sum([.. origins.Skip(cut)])]));
    });

    [Fact]
    public void Parts_of_reports_have_the_sum_of_the_reports() => Laws.Hold(200, 8, history =>
    {
        var (tables, origins) = (WrittenReports.Tables(history), WrittenReports.Origins(history));
        Assert.Equal(Sum(tables), Sum([.. tables.SelectMany((report, at) => ReportParts.Of(report, 1 + (history[at] % 7)))]));
        Assert.Equal(Sum(origins), Sum([.. origins.SelectMany((report, at) => ReportParts.Of(report, 1 + (history[at] % 7)))]));
    });

    [Fact]
    public void Reports_of_other_views_are_no_reports_of_one_bin()
    {
        var one = new TableReport { Touched = { 1, 2 } };
        var other = new TableReport { Touched = { 1, 2, 3 } };
        Assert.Throws<ContractException>(() => Sum([one, other]));
    }

    [Fact]
    public void Columns_that_do_not_belong_together_are_refused()
    {
        Assert.Throws<ContractException>(() => Sum([new TableReport { LostSession = { 1 } }]));
        Assert.Throws<ContractException>(() => Sum([new OriginReport { Spoken = new OriginSets { View = { 1 }, Count = { 2 }, Origin = { 1 } } }]));
        Assert.Throws<ContractException>(() => Sum([new OriginReport { Carried = new OriginSets { View = { 1, 2 }, Count = { 1 }, Origin = { 1 } } }]));
    }

    static TableReport Sum(List<TableReport> reports) => ReportSum.Of(WrittenReports.Bin, reports);

    static OriginReport Sum(List<OriginReport> reports) => ReportSum.Of(WrittenReports.Bin, reports);

    static List<T> Shuffled<T>(List<T> reports, int[] history)
    {
        var dice = new Dice(history.Sum(number => number % 1000));
        return [.. reports.Select(report => (report, turn: dice.Next(1000))).OrderBy(pair => pair.turn).Select(pair => pair.report)];
    }
}
