using StreamWatch.Simulation.Series;
using Xunit;

namespace StreamWatch.Tests.Simulation.Series;

/// <summary>Files of labelled signals, good and bad.</summary>
public sealed class LabelledSeriesReaderTests
{
    [Fact]
    public void Signals_are_found_by_name_whatever_stands_around_them()
    {
        var series = Good("\uFEFFtimestamp,\"a, b\",ping,LABEL\n600,1,2.5,0\n900,,3,1\r\n1800,4,\"5\",0\n", "ping", "a, b");
        Assert.Equal((TimeSpan.FromMinutes(5), DateTime.UnixEpoch.AddMinutes(10)), (series.Step, series.StartAt));
        Assert.Equal(["ping", "a, b"], series.Signals.Select(signal => signal.Column));
        Assert.Equal([2.5, 3, null, null, 5], series.Signals[0].Values);
        Assert.Equal([1, null, null, null, 4], series.Signals[1].Values);
        Assert.Equal([false, true, true, true, false], series.Labels);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("timestamp,LABEL\n", "f: line 1: there is no column bgp; there are timestamp, LABEL")]
    [InlineData("time,bgp\n0,1\n", "f: line 1: there is no column timestamp; there are time, bgp|f: line 1: there is no column LABEL; there are time, bgp")]
    [InlineData("timestamp,bgp,LABEL\n0,1,0\n", "f: has 1 lines of values; it takes two to tell the width of a bin")]
    [InlineData("timestamp,bgp,LABEL\n0,1,0\n300,1\n", "f: line 3: has 2 fields; the head line has 3")]
    [InlineData("timestamp,bgp,LABEL\n0,x,0\n300,-1,0\n600,NaN,0\n", "f: line 2, column bgp: is \"x\"; allowed is a number of 0 or more, or nothing|f: line 3, column bgp: is \"-1\"; allowed is a number of 0 or more, or nothing|f: line 4, column bgp: is \"NaN\"; allowed is a number of 0 or more, or nothing")]
    [InlineData("timestamp,bgp,LABEL\n0,1,yes\n300,1,0\n", "f: line 2, column LABEL: is \"yes\"; allowed are 0 and 1")]
    [InlineData("timestamp,bgp,LABEL\n2022-01-14,1,0\n300,1,0\n", "f: line 2, column timestamp: is \"2022-01-14\"; allowed is seconds since the Unix epoch, 0 to 253402300799")]
    [InlineData("timestamp,bgp,LABEL\n300,1,0\n300,1,0\n", "f: line 3, column timestamp: is 300, not after that of line 2; lines stand in order of time, one for each bin")]
    [InlineData("timestamp,bgp,LABEL\n0,1,0\n300,1,0\n700,1,0\n", "f: line 4, column timestamp: is 700, which is no bin of 300 s counted from line 2")]
    [InlineData("timestamp,bgp,LABEL\n0,1,0\n7200,1,0\n", "f: its lines are at least 7200 s apart; bins are 1 to 3600 s wide")]
    [InlineData("timestamp,bgp,LABEL\n0,1,0\n1,1,0\n90000000,1,0\n", "f: has 90000001 bins of 1 s; at most 10000000 are read")]
    public void A_fault_says_where_it_is_and_what_was_allowed(string text, string expected)
    {
        using var lines = new StringReader(text);
        Assert.Null(LabelledSeriesReader.Read("f", lines, ["bgp"], out var faults));
        Assert.Contains(expected, string.Join('|', faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_faults_the_first_twenty_are_told()
    {
        using var lines = new StringReader("timestamp,bgp,LABEL\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},x,0\n")));
        Assert.Null(LabelledSeriesReader.Read("f", lines, ["bgp"], out var faults));
        Assert.Equal((21, "f: and 30 more faults"), (faults.Count, faults[^1]));
    }

    static LabelledSeries Good(string text, params string[] columns)
    {
        using var lines = new StringReader(text);
        var series = LabelledSeriesReader.Read("f", lines, columns, out var faults);
        Assert.Empty(faults);
        return series!;
    }
}
