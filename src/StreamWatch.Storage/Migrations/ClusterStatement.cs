using System.Text.RegularExpressions;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Migrations;

/// <summary>
/// A statement of the schema made for a cluster: run on all its servers (ON CLUSTER), with the Replicated engine of the same kind under the server's default
/// path and replica name (<c>default_replica_path</c>, <c>default_replica_name</c>, from the macros <c>{shard}</c> and <c>{replica}</c>), and with a window of deduplication
/// that lives in Keeper. The files of schemas/clickhouse stay as they are: one schema for one server and for many.
/// </summary>
public static partial class ClusterStatement
{
    /// <summary>The same statement for a cluster.</summary>
    /// <param name="sql">One statement, perhaps with comments before it.</param>
    /// <param name="cluster">Name of the cluster.</param>
    /// <exception cref="StorageException">It is of a kind that this does not know: on a cluster it would be run on one server alone.</exception>
    public static string Of(string sql, string cluster)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var name = ClusterName.Checked(cluster);
        var head = Head().Match(sql);
        if (!head.Success)
        {
            throw new StorageException($"a statement of the schema cannot be run on the cluster {cluster}, for it begins like none that can: {First(sql)}");
        }

        sql = sql.Insert(head.Index + head.Length, $" ON CLUSTER '{name}'");
        if (!head.Groups["kind"].Value.StartsWith("CREATE TABLE", StringComparison.Ordinal))
        {
            return sql;
        }

        var engines = Engine().Count(sql);
        return engines == 1
            ? Window().Replace(Engine().Replace(sql, "ENGINE = Replicated$1"), "replicated_deduplication_window = $1, replicated_deduplication_window_seconds = 604800")
            : throw new StorageException($"a table of the schema cannot be made on the cluster {cluster}, for it names {engines} engines of the MergeTree family: {First(sql)}");
    }

    private static string First(string sql) => Comment().Replace(sql, "").TrimStart().Split('\n')[0];

    [GeneratedRegex(@"(?<=\A(\s*(--[^\n]*)?\n)*)(?<kind>CREATE DATABASE IF NOT EXISTS|CREATE TABLE IF NOT EXISTS|CREATE OR REPLACE VIEW|CREATE MATERIALIZED VIEW IF NOT EXISTS|ALTER TABLE)\s+[A-Za-z0-9_.]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Head();

    [GeneratedRegex(@"^ENGINE = (\w*MergeTree)\b", RegexOptions.Multiline)]
    private static partial Regex Engine();

    [GeneratedRegex(@"\bnon_replicated_deduplication_window = (\d+)")]
    private static partial Regex Window();

    [GeneratedRegex(@"^--[^\n]*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
