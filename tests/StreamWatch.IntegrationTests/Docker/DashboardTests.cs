using System.Globalization;
using StreamWatch.IntegrationTests.Replay;
using StreamWatch.IntegrationTests.Storage;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.IntegrationTests.Docker;

/// <summary>The provisioned dashboards against the real schema: every query of every panel, as the user that may only read, over the data of the demo.</summary>
public sealed class DashboardTests
{
    /// <summary>Panels that are empty while all is well.</summary>
    static readonly string[] EmptyWhenWell = ["Rejected", "Blocks whose storing has not ended"];

    [Fact]
    public async Task Every_panel_of_every_dashboard_is_answered_from_the_data_of_the_demo()
    {
        using var place = ReplayPlace.New();
        var (code, _, error) = await Storage.Program.RunAsync("demo", "--data", place.At("demo"));
        Assert.True(code == 0, $"demo ended with {code}: {error}");
        await using var store = await StreamWatchStore.OpenAsync(
            new StoreOptions { DataDirectory = Path.Combine(place.At("demo"), "data"), Time = TimeProvider.System, Purpose = "test" }, TestContext.Current.CancellationToken);
        using var reader = new ClickHouseHttp(store.Engine!.Connection.ForReader(store.Database) with { ReadOnly = true });

        // From the first measurement to the storing, which is now: the ledger goes by the clock.
        var from = long.Parse(await reader.TextAsync("SELECT toUnixTimestamp(min(started_at)) FROM streamwatch.probe_results"), CultureInfo.InvariantCulture);
        var to = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60;
        var failed = new List<string>();
        foreach (var dashboard in Dashboard.All)
        {
            var variables = new Dictionary<string, IReadOnlyList<string>>();
            foreach (var (name, sql) in dashboard.Variables)
            {
                variables[name] = (await reader.TextAsync(sql)).Split('\n');
                Assert.NotEqual([""], variables[name]);
            }

            foreach (var (panel, kind, sql) in dashboard.Queries)
            {
                try
                {
                    var answer = await reader.TextAsync($"{Dashboard.Expand(sql, from, to, variables)}\nFORMAT TSVWithNamesAndTypes");
                    failed.AddRange(Faults(answer.Split('\n'), panel, kind).Select(fault => $"{dashboard.Name}, {panel}: {fault}"));
                }
                catch (ClickHouseException e)
                {
                    failed.Add($"{dashboard.Name}, {panel}: {e.Message}");
                }
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    [Fact]
    public void There_are_two_dashboards_of_the_one_data_source_that_is_provisioned()
    {
        var source = File.ReadAllText(Path.Combine(ClonedRepository.Root, "docker", "grafana", "datasources", "clickhouse.yaml"));
        Assert.Contains("    uid: streamwatch\n    type: grafana-clickhouse-datasource\n", source, StringComparison.Ordinal);
        Assert.Equal(["streamwatch-collection", "streamwatch-outages"], Dashboard.All.Select(dashboard => dashboard.Uid));
        Assert.All(Dashboard.All, dashboard => Assert.Equal(["streamwatch"], dashboard.DataSources.Distinct()));
        Assert.All(Dashboard.All, dashboard => Assert.Equal(dashboard.Queries.Count(), dashboard.Queries.Select(query => query.Panel).Distinct().Count()));
    }

    /// <summary>What a panel could not show.</summary>
    /// <param name="answer">Names, types, and a line for each row.</param>
    /// <param name="panel">Title of the panel.</param>
    /// <param name="kind">What it draws.</param>
    static IEnumerable<string> Faults(string[] answer, string panel, string kind)
    {
        var (names, types) = (answer[0].Split('\t'), answer[1].Split('\t'));
        if (answer.Length == 2 && !EmptyWhenWell.Contains(panel))
        {
            yield return "no rows";
        }

        if (kind == "timeseries" && (names[0] != "time" || !types[0].StartsWith("DateTime", StringComparison.Ordinal)))
        {
            yield return $"a time series begins with a time, and this with {names[0]} {types[0]}";
        }

        if (kind is "stat" && names.Length != 1)
        {
            yield return $"one number is shown, and these are {string.Join(", ", names)}";
        }
    }
}
