using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Watching;
using StreamWatch.Storage.Backups;

namespace StreamWatch.App.Commands.Backups;

/// <summary><c>streamwatch restore</c>: a backup back into an empty store. Exit codes: 0 done and proved, 1 it failed, 2 wrong use, 130 interrupted.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "Folder or .tar file of the backup.", HelpName = "PATH" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object with the rows of each table, and nothing else." };
        var target = new StoreTarget();
        var command = new Command(
            "restore",
            """
            Bring a backup back into a store that is empty, and prove it: the rows of each table are counted, and the sums by hour and
            day are held against their rows. The schema is brought up to date.

            Example: streamwatch restore --from backups/monday --data newdata
            Exit codes: 0 done and proved; 1 the store is not empty, the backup is damaged, or ClickHouse failed; 2 wrong use; 130 interrupted.
            """)
        {
            from, json,
        };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => StoreWork.DoAsync(
            parsed.InvocationConfiguration.Error,
            "interrupted; run the same again",
            async () =>
            {
                var options = target.Read(parsed, "restore");
                if (parsed.GetValue(from) is not { Length: > 0 } path)
                {
                    throw new ConfigurationException("restore needs --from PATH: the folder or file that \"streamwatch backup --to PATH\" made");
                }

                var restore = new StoreRestore(options);
                var result = await BackupProgress.ShowAsync(told => restore.ReadAsync(path, told, cancellation)).ConfigureAwait(false);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? Json(result) : Summary(result)).ConfigureAwait(false);
                return 0;
            }));
        return command;
    }

    private static string Json(RestoreResult result) => OutageJson.Text(new
    {
        schema = result.Manifest.Schema,
        version = result.Manifest.Version,
        tables = result.Rows,
        taken_away = result.Unknown,
        rebuilt_days = result.RebuiltDays,
    });

    private static string Summary(RestoreResult result)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Rows.Values.Sum():N0} rows of {result.Rows.Count} tables are back as the backup of {result.Manifest.BegunAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC says; ");
        text += result.RebuiltDays == 0
            ? "sums by hour and day equal their rows"
            : string.Create(CultureInfo.InvariantCulture, $"{result.RebuiltDays:N0} days of sums by hour and day differed and were built anew");
        return result.Unknown == 0
            ? text
            : text + string.Create(CultureInfo.InvariantCulture, $"; {result.Unknown:N0} rows that came while it was made were taken away, to be stored again");
    }
}
