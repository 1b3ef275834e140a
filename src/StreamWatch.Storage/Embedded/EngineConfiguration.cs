using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace StreamWatch.Storage.Embedded;

/// <summary>
/// Writes the engine's two configuration files. User <c>default</c> has to stay without a password, because the engine's own session logs in
/// as it; it may do nothing but open the listeners and count, and only from this machine.
/// </summary>
internal static class EngineConfiguration
{
    private const int LogBytes = 10 << 20;
    private const int LogFiles = 3;

    /// <summary>System tables for whoever measures or writes queries; none that shows users, settings of the server, or queries' texts in full.</summary>
    private static readonly string[] _readable =
    [
        "one", "numbers", "zeros", "tables", "columns", "databases", "parts", "parts_columns", "data_skipping_indices", "functions", "formats",
        "settings", "merges", "mutations", "detached_parts", "metrics", "asynchronous_metrics", "events", "build_options", "time_zones",
    ];

    public static void Write(EngineDirectory directory, EngineConnection connection, EngineOptions options)
    {
        PrivateFile.Write(directory.ConfigFile, Server(directory, options).ToString());
        PrivateFile.Write(directory.UsersFile, Users(connection, options).ToString());
    }

    private static XElement Server(EngineDirectory directory, EngineOptions options)
    {
        var memory = options.MemoryLimit;
        return new XElement(
            "clickhouse",
            new XElement(
                "logger",
                new XElement("level", "information"),
                new XElement("log", directory.LogFile),
                new XElement("size", LogBytes),
                new XElement("count", LogFiles),
                new XElement("console", 0)),
            new XElement("users_config", directory.UsersFile),
            new XElement("listen_host", "127.0.0.1"),
            options.Backups is { } backups ? new XElement("backups", new XElement("allowed_path", backups)) : null,
            Setting("max_server_memory_usage", memory),
            Setting("mark_cache_size", memory / 16),
            Setting("index_mark_cache_size", memory / 32),
            Setting("uncompressed_cache_size", 0),
            Setting("mmap_cache_size", 100),
            Setting("compiled_expression_cache_size", 16 << 20),
            Setting("max_concurrent_queries", 100),
            Setting("shutdown_wait_unfinished", 1),
            Setting("background_pool_size", 2),
            Setting("background_merges_mutations_concurrency_ratio", 2),
            Setting("background_move_pool_size", 1),
            Setting("background_fetches_pool_size", 1),
            Setting("background_common_pool_size", 2),
            Setting("background_buffer_flush_schedule_pool_size", 1),
            Setting("background_schedule_pool_size", 4),
            Setting("background_message_broker_schedule_pool_size", 1),
            Setting("background_distributed_schedule_pool_size", 1),
            Setting("tables_loader_foreground_pool_size", 2),
            Setting("tables_loader_background_pool_size", 1),
            new XElement(
                "merge_tree",
                // So many free slots are asked for before a large merge; the default of 20 is more than there are.
                Setting("number_of_free_entries_in_pool_to_lower_max_size_of_merge", 1),
                Setting("number_of_free_entries_in_pool_to_execute_mutation", 1),
                Setting("number_of_free_entries_in_pool_to_execute_optimize_entire_partition", 1)));
    }

    private static XElement Users(EngineConnection connection, EngineOptions options) =>
        new(
            "clickhouse",
            new XElement(
                "profiles",
                new XElement("default", Setting("max_threads", Environment.ProcessorCount), Setting("log_queries", 0)),
                new XElement("reader", Setting("readonly", 2), Setting("max_threads", Environment.ProcessorCount), Setting("log_queries", 0))),
            new XElement("quotas", new XElement("default")),
            new XElement(
                "users",
                User("default", new XElement("password"), "default", "GRANT SYSTEM LISTEN ON *.*", "GRANT SELECT ON system.numbers"),
                User(EngineConnection.ProgramUser, Password(connection.ProgramPassword), "default", [.. ProgramGrants(options.Database)]),
                User(EngineConnection.ReaderUser, Password(connection.ReaderPassword), "reader", [.. ReaderGrants(options.Database)])));

    // Not ALL: reading files and fetching URLs through SQL is no business of this user either.
    private static IEnumerable<string> ProgramGrants(string database) =>
    [
        $"GRANT SELECT, INSERT, ALTER, CREATE DATABASE, CREATE TABLE, CREATE VIEW, CREATE DICTIONARY, DROP, TRUNCATE, OPTIMIZE, BACKUP, SHOW, dictGet ON {database}.*",
        "GRANT SELECT, SHOW ON system.*",
        "GRANT SELECT ON information_schema.*",
        "GRANT KILL QUERY, SYSTEM MERGES, SYSTEM FLUSH, SYSTEM RELOAD DICTIONARY ON *.*",
        "GRANT CREATE TEMPORARY TABLE, TABLE ENGINE ON *.*",
    ];

    private static IEnumerable<string> ReaderGrants(string database) =>
    [
        $"GRANT SELECT, SHOW, dictGet ON {database}.*",
        .. _readable.Select(t => $"GRANT SELECT ON system.{t}"),
        "GRANT SELECT ON information_schema.*",
    ];

    private static XElement User(string name, XElement secret, string profile, params string[] grants) =>
        new(
            name,
            secret,
            new XElement("networks", new XElement("ip", "127.0.0.1")),
            new XElement("profile", profile),
            new XElement("quota", "default"),
            new XElement("grants", grants.Select(g => new XElement("query", g))));

    private static XElement Password(string password) =>
        new("password_sha256_hex", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password))));

    private static XElement Setting(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}
