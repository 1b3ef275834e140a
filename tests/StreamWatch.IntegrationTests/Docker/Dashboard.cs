using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StreamWatch.IntegrationTests.Docker;

/// <summary>A provisioned Grafana dashboard: its panels' queries with what Grafana and its ClickHouse data source put in for macros and variables.</summary>
sealed partial class Dashboard(string name, JsonElement root)
{
    public string Name => name;

    public string Title => root.GetProperty("title").GetString()!;

    public string Uid => root.GetProperty("uid").GetString()!;

    /// <summary>Every dashboard in docker/grafana/dashboards.</summary>
    public static IReadOnlyList<Dashboard> All { get; } =
        [.. Directory.GetFiles(Path.Combine(ClonedRepository.Root, "docker", "grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => new Dashboard(Path.GetFileName(file), JsonDocument.Parse(File.ReadAllText(file)).RootElement))];

    /// <summary>Queries of the variables, by name.</summary>
    public IEnumerable<(string Name, string Sql)> Variables =>
        root.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => (variable.GetProperty("name").GetString()!, variable.GetProperty("query").GetString()!));

    /// <summary>Each query of each panel: the panel's title, its kind, the SQL as written.</summary>
    public IEnumerable<(string Panel, string Kind, string Sql)> Queries =>
        from panel in root.GetProperty("panels").EnumerateArray()
        from target in panel.GetProperty("targets").EnumerateArray()
        select (panel.GetProperty("title").GetString()!, panel.GetProperty("type").GetString()!, target.GetProperty("rawSql").GetString()!);

    /// <summary>Whatever refers to a data source, by its uid.</summary>
    public IEnumerable<string> DataSources => DataSource().Matches(root.GetRawText()).Select(match => match.Groups["uid"].Value);

    /// <summary>The query as the database gets it, over a time; refuses what it does not know.</summary>
    public static string Expand(string sql, long from, long to, IReadOnlyDictionary<string, IReadOnlyList<string>> variables)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"toDateTime({from})");
        var end = string.Create(CultureInfo.InvariantCulture, $"toDateTime({to})");
        sql = TimeFilter().Replace(sql, match => $"{match.Groups["column"].Value} >= {start} AND {match.Groups["column"].Value} <= {end}");
        sql = TimeInterval().Replace(sql, match => $"toStartOfInterval(toDateTime({match.Groups["column"].Value}), INTERVAL 3600 second)");
        sql = sql.Replace("$__fromTime", start, StringComparison.Ordinal).Replace("$__toTime", end, StringComparison.Ordinal);
        sql = Variable().Replace(sql, match => string.Join(',', variables[match.Groups["name"].Value].Select(value => $"'{value.Replace("'", "\\'", StringComparison.Ordinal)}'")));
        return sql.Contains('$', StringComparison.Ordinal) ? throw new NotSupportedException($"not known to this test: {sql}") : sql;
    }

    [GeneratedRegex(@"\$__timeFilter\((?<column>\w+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex TimeFilter();

    [GeneratedRegex(@"\$__timeInterval\((?<column>\w+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex TimeInterval();

    [GeneratedRegex(@"\$\{(?<name>\w+):singlequote\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(@"""type"":\s*""grafana-clickhouse-datasource"",\s*""uid"":\s*""(?<uid>[^""]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex DataSource();
}
