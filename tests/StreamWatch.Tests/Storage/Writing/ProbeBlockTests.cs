using System.Text;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Storage.Writing;
using StreamWatch.Storage.Writing.Columns;
using Xunit;

namespace StreamWatch.Tests.Storage.Writing;

public sealed class ProbeBlockTests
{
    [Fact]
    public void Once_grown_blocks_of_measurements_take_rows_without_allocating()
    {
        using var results = new ProbeResultBlock();
        using var heartbeats = new HeartbeatBlock();
        using var bins = new TargetBinBlock { RunId = "r1" };
        var row = Row();
        var bin = new TargetBinRecord(27_000_000, "näenara", Verdict.Down, true, new TargetTally { Probes = 3, Silent = 3, Voters = 3, MedianRtt = 2.5 });
        Fill();
        results.Clear();
        heartbeats.Clear();
        bins.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();

        // The runtime may allocate a little of its own while it recompiles; a byte a row would already be the blocks'.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2999);

        void Fill()
        {
            for (var i = 0; i < 3000; i++)
            {
                results.Append(row);
                heartbeats.Append(new HeartbeatRow("v1", i));
                bins.Append(TargetBinRow.Of(bin, TimeSpan.FromMinutes(1)));
            }

            results.Stamp(1, 2);
            heartbeats.Stamp(1, 2);
            bins.Stamp(1, 2);
        }
    }

    [Fact]
    public void A_row_of_a_result_says_what_the_outcome_means_and_keeps_what_is_missing_missing()
    {
        var result = new ProbeResult
        {
            Vantage = "v1", Target = "naenara", Kind = TargetKind.Web, Protocol = ProbeProtocol.Https, StartedAtNanos = 5, Outcome = ProbeOutcome.Timeout, Detail = "local: no route",
        };
        var row = ProbeResultRow.Of(result);
        Assert.Equal((OutcomeClass.NotTheTargets, default, null), (row.Class, row.Address, row.RttMilliseconds));
        Assert.Equal(OutcomeClass.Silent, ProbeResultRow.Of(result with { Detail = null }).Class);
    }

    [Fact]
    public void A_bin_that_clickhouse_could_not_hold_is_refused() =>
        Assert.Throws<OverflowException>(() => TargetBinRow.Of(new TargetBinRecord(uint.MaxValue, "t", Verdict.Up, false, new TargetTally()), TimeSpan.FromMinutes(1)));

    [Fact]
    public async Task Texts_with_numbers_go_as_ends_then_texts_then_numbers()
    {
        var column = new ScoredTextListColumn("similar_to");
        Assert.True(column.IsDefault);
        column.Append([("a", 1f), ("bc", 0.5f)]);
        column.Append([]);
        column.Append([("d", 0f)]);

        Assert.False(column.IsDefault);
        using var sent = new MemoryStream();
        await column.WriteToAsync(sent, TestContext.Current.CancellationToken);
        byte[] expected =
        [
            2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0,
            1, (byte)'a', 2, (byte)'b', (byte)'c', 1, (byte)'d',
            0, 0, 0x80, 0x3F, 0, 0, 0, 0x3F, 0, 0, 0, 0,
        ];
        Assert.Equal(expected, sent.ToArray());
        Assert.Equal(expected.Length, column.Length);
        column.Release();
        Assert.Equal((0, true), (column.Length, column.IsDefault));
    }

    [Theory]
    [InlineData("")]
    [InlineData("naenara.com.kp")]
    [InlineData("조선 é \U0001F600")]
    public async Task A_text_is_sent_as_its_utf8(string text)
    {
        var (one, other) = (new TextColumn("t"), new TextColumn("t"));
        one.Append(text);
        other.Append(Encoding.UTF8.GetBytes(text));
        using var sent = new MemoryStream();
        using var expected = new MemoryStream();
        await one.WriteToAsync(sent, TestContext.Current.CancellationToken);
        await other.WriteToAsync(expected, TestContext.Current.CancellationToken);
        Assert.Equal(expected.ToArray(), sent.ToArray());
        Assert.Equal(other.IsDefault, one.IsDefault);
    }

    [Fact]
    public void The_words_of_the_schema_are_those_of_the_domain()
    {
        var schema = string.Join('\n', StreamWatch.Storage.Migrations.MigrationCatalogue.All.Select(step => step.Sql));
        Assert.Contains($"kind Enum8({Words<TargetKind>()})", schema, StringComparison.Ordinal);
        Assert.Contains($"protocol Enum8({Words<ProbeProtocol>()})", schema, StringComparison.Ordinal);
        Assert.Contains($"outcome Enum8({Words<ProbeOutcome>()})", schema, StringComparison.Ordinal);
        Assert.Contains($"class Enum8({Words<OutcomeClass>()})", schema, StringComparison.Ordinal);
        Assert.Contains($"verdict Enum8({Words<Verdict>()})", schema, StringComparison.Ordinal);
        Assert.Contains($"phase Enum8({Words<Phase>()})", schema, StringComparison.Ordinal);
        Assert.Contains($"cause Enum8({Words<Cause>()})", schema, StringComparison.Ordinal);
    }

    static string Words<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Select(value =>
            $"'{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())}' = {Convert.ToByte(value, System.Globalization.CultureInfo.InvariantCulture)}"));

    static ProbeResultRow Row() => ProbeResultRow.Of(new ProbeResult
    {
        Vantage = "v1", Target = "naenara", Kind = TargetKind.Mail, Protocol = ProbeProtocol.Smtp, Address = System.Net.IPAddress.Loopback, StartedAtNanos = 1_642_118_400_000_000_000,
        RttMilliseconds = 12.5, Outcome = ProbeOutcome.Ok, Detail = "220 mail é ready",
    });
}
