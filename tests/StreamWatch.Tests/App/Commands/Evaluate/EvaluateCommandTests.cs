using System.CommandLine;
using System.Text.Json;
using StreamWatch.App.Commands.Evaluate;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Evaluate;

/// <summary>The command on small simulated folders.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streamwatch-evaluate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Folders_within_folders_are_judged_the_same_however_many_at_a_time()
    {
        Simulate("hosts", "ddos", 1);
        Simulate("more/routes", "own-outages", 1);
        var details = At("details.jsonl");
        var (code, output, error) = await Run(_folder.FullName, "--json", "--details", details, "--parallel", "2");
        Assert.Equal((0, ""), (code, error));

        using var document = JsonDocument.Parse(output);
        Assert.Equal(2, document.RootElement.GetProperty("folders").GetInt32());
        var rules = document.RootElement.GetProperty("rules").EnumerateArray().ToDictionary(rule => rule.GetProperty("rule").GetString()!);
        Assert.Equal(["streamwatch", "ioda", "bgpalerter", "bgpalerter, half of the peers", "gatus, any target", "gatus, half of the targets"], rules.Keys);
        var ours = rules["streamwatch"].GetProperty("outages");
        Assert.Equal((18, 18, 0), (ours.GetProperty("true").GetInt32(), ours.GetProperty("matched").GetInt32(), ours.GetProperty("false").GetInt32()));
        Assert.Equal(JsonValueKind.Null, rules["ioda"].GetProperty("causes").ValueKind);

        var lines = (await File.ReadAllLinesAsync(details, Token)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(18, lines.Count(line => Is(line, "rule", "streamwatch") && Is(line, "kind", "matched") && !Is(line, "entity_type", "target")));

        var (_, again, _) = await Run(At("more"), At("hosts"), At("more"), "--json", "--parallel", "1");
        Assert.Equal(WithoutTimes(output), WithoutTimes(again));
    }

    [Fact]
    public async Task Routes_without_hosts_and_hosts_without_routes_are_judged_by_what_is_there()
    {
        Simulate("ddos", "ddos", 1);
        Directory.Delete(At("ddos/collectors"), recursive: true);
        var (code, output, error) = await Run(At("ddos"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("1 folders of 1 scenarios", output, StringComparison.Ordinal);

        Directory.Delete(At("ddos/probes"), recursive: true);
        (code, output, error) = await Run(At("ddos"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("there have to be collectors/ or probes/ beside it", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_use_is_told_all_at_once_and_ends_with_2()
    {
        var (code, output, error) = await Run("--parallel", "65", "--columns", "a,a", "--details", "");
        Assert.Equal((2, ""), (code, output));
        string[] expected = ["needs folders of labelled data, or --series FILE", "--parallel is 65; allowed are 1 to 64", "--columns is \"a,a\"", "--details is empty"];
        Assert.All(expected, part => Assert.Contains(part, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_without_truth_and_a_faulty_truth_end_with_1()
    {
        var (code, _, error) = await Run(_folder.FullName);
        Assert.Equal(1, code);
        Assert.Contains("there is no truth.json in it or below", error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(At("truth.json"), "{}", Token);
        (code, _, error) = await Run(_folder.FullName);
        Assert.Equal(1, code);
        Assert.Contains("$.windows is missing; it has to be a list of at least one window", error, StringComparison.Ordinal);
        (code, _, error) = await Run(At("nowhere"));
        Assert.Equal(1, code);
        Assert.Contains("no such folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_is_judged_and_a_bad_one_refused_with_its_lines()
    {
        await File.WriteAllTextAsync(
            At("series.csv"),
            "timestamp,bgp,LABEL\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * 300},{(i is >= 30 and < 40 ? 100 : 2000)},{(i is >= 30 and < 40 ? 1 : 0)}\n")),
            Token);
        var (code, output, error) = await Run("--series", At("series.csv"), "--columns", "bgp", "--json");
        Assert.Equal((0, ""), (code, error));
        using var document = JsonDocument.Parse(output);
        Assert.All(document.RootElement.GetProperty("rules").EnumerateArray(), rule => Assert.Equal(1, rule.GetProperty("same").GetProperty("value").GetDouble()));

        (code, output, _) = await Run("--series", At("series.csv"), "--columns", "bgp");
        Assert.Equal(0, code);
        Assert.Contains("agreement, not accuracy", output, StringComparison.Ordinal);
        (code, output, error) = await Run("--series", At("series.csv"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("line 1: there is no column ping-slash24; there are timestamp, bgp, LABEL", error, StringComparison.Ordinal);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static bool Is(JsonElement line, string field, string value) => line.GetProperty(field).GetString() == value;

    static IEnumerable<string> WithoutTimes(string json) => json.Split('\n').Where(line => !line.Contains("\"evaluat", StringComparison.Ordinal));

    static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await EvaluateCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Token);
        return (code, output.ToString(), error.ToString());
    }

    string At(string name) => Path.Combine(_folder.FullName, name);

    void Simulate(string name, string scenario, int seed) => SimulationScenario.Write(scenario, seed, new DirectoryInfo(At(name)));
}
