using System.Globalization;
using System.Text.Json;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.IntegrationTests.Evaluation;

/// <summary>What the command prints is what it stores.</summary>
public sealed class StoredEvaluationTests
{
    [Fact]
    public async Task An_evaluation_is_stored_as_it_was_printed_and_another_one_beside_it()
    {
        using var place = ReplayPlace.New();
        SimulationScenario.Write("shutdown", 3, new DirectoryInfo(place.At("labelled")), progress: null, TestContext.Current.CancellationToken);
        using var first = JsonDocument.Parse(await EvaluateAsync(place));
        using var second = JsonDocument.Parse(await EvaluateAsync(place));
        Assert.Equal(first.RootElement.GetProperty("folders_sha256").GetString(), second.RootElement.GetProperty("folders_sha256").GetString());

        var printed = first.RootElement.GetProperty("rules").EnumerateArray().Select(rule => string.Join('\t', Printed(rule))).Order(StringComparer.Ordinal);
        var stored = await place.SqlAsync(
            "data",
            "SELECT rule, true_outages, matched, missed, false_outages, fragments, round(ifNull(recall_low, -1), 9), causes_right FROM evaluations WHERE evaluation_id = {id:String} ORDER BY rule",
            ("id", first.RootElement.GetProperty("evaluation_id").GetString()!));
        Assert.Equal(printed, stored.Split('\n'));

        // Row by row, and scenario by scenario, it comes to the same.
        Assert.Equal("0", await place.SqlAsync(
            "data",
            """
            SELECT count() FROM evaluations AS whole LEFT JOIN
              (SELECT evaluation_id, rule, sum(matched) AS matched, sum(missed) AS missed, sum(false_outages) AS wrong FROM v_evaluation_scenarios GROUP BY ALL) AS parts
              ON parts.evaluation_id = whole.evaluation_id AND parts.rule = whole.rule
            WHERE (whole.matched, whole.missed, whole.false_outages + whole.fragments) != (parts.matched, parts.missed, parts.wrong)
            """));
        Assert.Equal("12", await place.SqlAsync("data", "SELECT count() FROM evaluations"));
        Assert.Equal("1", await place.SqlAsync("data", "SELECT countDistinct(cause) FROM evaluation_outages WHERE rule = 'streamwatch' AND kind = 'matched' AND cause = 'shutdown'"));
    }

    static async Task<string> EvaluateAsync(ReplayPlace place)
    {
        var (code, output, error) = await Storage.Program.RunAsync("evaluate", place.At("labelled"), "--json", "--data", place.At("data"));
        Assert.Equal((0, ""), (code, error));
        return output;
    }

    static IEnumerable<string> Printed(JsonElement rule)
    {
        var outages = rule.GetProperty("outages");
        yield return rule.GetProperty("rule").GetString()!;
        foreach (var count in new[] { "true", "matched", "missed", "false", "fragments" })
        {
            yield return outages.GetProperty(count).GetInt32().ToString(CultureInfo.InvariantCulture);
        }

        var low = outages.GetProperty("recall").GetProperty("low");
        yield return low.ValueKind == JsonValueKind.Null ? "-1" : Math.Round(low.GetDouble(), 9).ToString(CultureInfo.InvariantCulture);
        var causes = rule.GetProperty("causes");
        yield return causes.ValueKind == JsonValueKind.Null ? "0" : causes.GetProperty("first_right").GetProperty("count").GetInt32().ToString(CultureInfo.InvariantCulture);
    }
}
