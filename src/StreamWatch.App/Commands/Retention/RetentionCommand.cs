using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Output;
using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.Retentions;

namespace StreamWatch.App.Commands.Retention;

/// <summary>
/// <c>streamwatch retention</c>: how long tables keep their rows. Exit codes: 0 done, 1 stored rows would go and that was not asked for, or ClickHouse failed, 2 wrong use,
/// 130 interrupted.
/// </summary>
internal static class RetentionCommand
{
    private const string Codes = "Exit codes: 0 done; 1 rows that are stored would go, or ClickHouse failed; 2 wrong use; 130 interrupted.";

    public static Command Create() => new("retention", "How long tables keep their rows: for ever, unless it is set.") { Show(), Apply() };

    private static Command Show()
    {
        var json = Json();
        var target = new StoreTarget();
        var command = new Command(
            "show",
            $"""
            Show for each table how long it keeps its rows, how many it has, and how many have expired and are not deleted yet.

            Example: streamwatch retention show --data mydata
            {Codes}
            """)
        {
            json,
        };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => StoreWork.DoAsync(parsed.InvocationConfiguration.Error, "interrupted", async () =>
        {
            var options = target.Read(parsed, "retention show");
            var tables = await StoreSession.UseAsync(
                options, mayWrite: false, (client, token) => new RetentionKeeper(client, options.Database).ReadAsync(token), cancellation).ConfigureAwait(false);
            Write(parsed.InvocationConfiguration.Output, tables, parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static Command Apply()
    {
        var json = Json();
        var retain = new Option<string[]>("--retain")
        {
            Description = $"Other than usual: TIME is {RetentionPolicy.LeastDays}d to {RetentionPolicy.MostDays}d, a number of years such as 2y, or forever. May be given more than once.",
            HelpName = "TABLE=TIME",
        };
        var expire = new Option<bool>("--expire-stored") { Description = "Yes, rows that are stored already and older than that may go." };
        var target = new StoreTarget();
        var command = new Command(
            "apply",
            $"""
            Set how long each table keeps its rows, counted from the time in the row: measurements 90 days, bins 2 years, sums by
            hour and day and outages for ever, where --retain says nothing else. Rows that have expired go in the background.
            Done twice it changes nothing. Works beside a running watch on the same directory.

            Example: streamwatch retention apply --retain bgp_elems=30d --retain probe_results=forever --clickhouse http://ch:8123
            {Codes}
            """)
        {
            retain, expire, json,
        };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => StoreWork.DoAsync(parsed.InvocationConfiguration.Error, "interrupted; run the same again and it goes on", async () =>
        {
            var faults = new List<string>();
            var policy = RetentionPolicy.Read(parsed.GetValue(retain) ?? [], faults);
            if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            var options = target.Read(parsed, "retention apply");
            var (tables, changed) = await StoreSession.UseAsync(
                options,
                mayWrite: true,
                (client, token) => ApplyAsync(new RetentionKeeper(client, options.Database, options.Server?.Cluster), policy, parsed.GetValue(expire), token),
                cancellation).ConfigureAwait(false);
            var output = parsed.InvocationConfiguration.Output;
            Write(output, tables, parsed.GetValue(json));
            if (!parsed.GetValue(json))
            {
                await output.WriteLineAsync(changed.Count == 0 ? "Nothing to change." : $"Changed: {string.Join(", ", changed)}.").ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }

    private static async Task<(IReadOnlyList<TableRetention> Tables, IReadOnlyList<RetainedTable> Changed)> ApplyAsync(
        RetentionKeeper keeper, RetentionPolicy policy, bool mayExpire, CancellationToken cancellation)
    {
        var plan = await keeper.PlanAsync(policy, cancellation).ConfigureAwait(false);
        var set = (await keeper.ReadAsync(cancellation).ConfigureAwait(false)).ToDictionary(table => table.Table, table => table.Days);
        var going = plan.Where(table => table.Expired > 0 && set[table.Table] != table.Days).ToList();
        if (going.Count > 0 && !mayExpire)
        {
            throw new StorageException(
                "rows that are stored would be deleted: "
                + string.Join("; ", going.Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Expired:N0} of {table.Table}, the oldest of {table.Oldest:yyyy-MM-dd}")))
                + $". Add --expire-stored if they may go, or keep them: {string.Join(" ", going.Select(table => $"--retain {table.Table}=forever"))}");
        }

        var changed = await keeper.ApplyAsync(policy, cancellation).ConfigureAwait(false);
        return (await keeper.ReadAsync(cancellation).ConfigureAwait(false), changed);
    }

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object for each table, and nothing else." };

    private static void Write(TextWriter output, IReadOnlyList<TableRetention> tables, bool json)
    {
        if (json)
        {
            foreach (var table in tables)
            {
                output.WriteLine(OutageJson.Text(new { table = table.Table.Name, days = table.Days, rows = table.Rows, oldest = table.Oldest, expired = table.Expired }));
            }

            return;
        }

        ResultTable.Write(output, ["table", "kept", "rows", "oldest", "expired"], tables.Select(table => new[]
        {
            table.Table.Name,
            RetentionPolicy.Text(table.Days),
            table.Rows.ToString("N0", CultureInfo.InvariantCulture),
            table.Oldest?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
            table.Expired.ToString("N0", CultureInfo.InvariantCulture),
        }));
    }
}
