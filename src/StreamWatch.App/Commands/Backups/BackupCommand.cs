using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Watching;
using StreamWatch.Storage.Backups;

namespace StreamWatch.App.Commands.Backups;

/// <summary><c>streamwatch backup</c>: everything that is stored, into a folder or a file. Exit codes: 0 done, 1 it failed, 2 wrong use, 130 interrupted.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var to = new Option<string?>("--to") { Description = "Folder for the backup, or a file that ends in .tar; an older backup there is replaced when the new one is complete.", HelpName = "PATH" };
        var server = new Option<string?>("--server-to")
        {
            Description = "With --clickhouse: where the server writes the data, Disk('DISK', 'PATH'), File('PATH') or S3(COLLECTION, 'PATH'); it must allow that. PATH of --to gets the manifest.",
            HelpName = "PLACE",
        };
        var json = new Option<bool>("--json") { Description = "Print the manifest as one JSON object, and nothing else." };
        var target = new StoreTarget();
        var command = new Command(
            "backup",
            """
            Write everything that is stored into a backup, with a manifest of what is in it. The ledger comes along, so that after a
            restore the same files are stored once. A data directory must not be in use meanwhile; a server may be.

            Example: streamwatch backup --data mydata --to backups/monday
            Exit codes: 0 done; 1 the directory is in use, the place cannot be written, or ClickHouse failed; 2 wrong use; 130 interrupted.
            """)
        {
            to, server, json,
        };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => StoreWork.DoAsync(
            parsed.InvocationConfiguration.Error,
            "interrupted; an older backup in the same place is as it was",
            async () =>
            {
                var options = target.Read(parsed, "backup");
                var destination = Destination(parsed.GetValue(to), parsed.GetValue(server), options.Server is not null);
                var backup = new StoreBackup(options, ProgramVersion.Text);
                var manifest = await BackupProgress.ShowAsync(told => backup.WriteAsync(parsed.GetValue(to)!, destination, told, cancellation)).ConfigureAwait(false);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(
                    parsed.GetValue(json) ? OutageJson.Text(manifest) : Summary(manifest, parsed.GetValue(to)!)).ConfigureAwait(false);
                return 0;
            }));
        return command;
    }

    private static BackupDestination? Destination(string? to, string? server, bool isServer)
    {
        var faults = new List<string>();
        if (string.IsNullOrEmpty(to))
        {
            faults.Add("backup needs --to PATH: a folder, or a file that ends in .tar");
        }

        if (isServer != server is not null)
        {
            faults.Add(isServer
                ? "backup with --clickhouse needs --server-to PLACE: where the server may write backups, for example \"Disk('backups', 'streamwatch')\""
                : "--server-to is for a server; leave it away, or name the server with --clickhouse URL");
        }

        var destination = server is null ? null : BackupDestination.TryParse(server);
        if (server is not null && destination is null)
        {
            faults.Add(
                $"--server-to is \"{server}\"; write Disk('DISK', 'PATH'), File('PATH') or S3(COLLECTION, 'PATH'), where COLLECTION is a named collection of the server that holds "
                + "address and keys, and PATH is made of letters, digits, blanks and _ . / -");
        }

        return faults.Count == 0 ? destination : throw new ConfigurationException(faults);
    }

    private static string Summary(BackupManifest manifest, string to)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{manifest.Tables.Sum(table => table.LeastRows):N0} rows of {manifest.Tables.Count} tables, schema {manifest.Schema}, in {manifest.Destination ?? to} after {(manifest.EndedAt - manifest.BegunAt).TotalSeconds:N1} s");
        return manifest.IsQuiet ? text : text + "; it was written to meanwhile, which a restore takes into account";
    }
}
