using System.CommandLine;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Doctor;

namespace StreamWatch.App.Commands.Doctor;

/// <summary><c>streamwatch doctor</c>: looks at everything that the program depends on, and says what to do. Exit codes: 0 no fault, 1 faults, 2 wrong use, 130 interrupted.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var watch = new Option<string?>("--watch") { Description = "A watch file to look at too.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each finding, and nothing else." };
        var target = new StoreTarget();
        var topics = new DoctorTopics();
        var command = new Command(
            "doctor",
            """
            Look at everything that StreamWatch depends on, and say what is wrong and what to do about it. Changes nothing.
            Name what you use: a data directory or a server, Kafka brokers, and a watch file.

            Example: streamwatch doctor --clickhouse https://ch:8443 --clickhouse-cluster main --kafka kafka1:9092 --partitions 24
            Exit codes: 0 no fault (warnings may be); 1 faults were found; 2 wrong use; 130 interrupted.
            """)
        {
            watch, json,
        };
        target.AddTo(command);
        topics.AddTo(command);
        command.SetAction((parsed, cancellation) => StoreWork.DoAsync(parsed.InvocationConfiguration.Error, "interrupted", async () =>
        {
            var store = target.IsNamed(parsed) ? target.Read(parsed, "doctor") : null;
            var checks = DoctorChecks.All(store, parsed.GetValue(watch), topics.Read(parsed), TimeProvider.System);
            return await TellAsync(checks, parsed.InvocationConfiguration.Output, parsed.GetValue(json), cancellation).ConfigureAwait(false);
        }));
        return command;
    }

    /// <summary>Has every check look and tells what was found; 1 where there is a fault.</summary>
    internal static async Task<int> TellAsync(IReadOnlyList<IDoctorCheck> checks, TextWriter output, bool json, CancellationToken cancellation)
    {
        var faults = 0;
        var warnings = 0;
        foreach (var check in checks)
        {
            foreach (var finding in await check.LookAsync(cancellation).ConfigureAwait(false))
            {
                faults += finding.Level == DoctorLevel.Fault ? 1 : 0;
                warnings += finding.Level == DoctorLevel.Warning ? 1 : 0;
                await output.WriteLineAsync(json
                    ? OutageJson.Text(new { check = check.Name, level = finding.Level, text = finding.Text, advice = finding.Advice })
                    : $"{finding.Level.ToString().ToLowerInvariant(),-7}  {check.Name}: {finding.Text}{(finding.Advice is null ? "" : $". To do: {finding.Advice}")}").ConfigureAwait(false);
            }
        }

        if (!json)
        {
            await output.WriteLineAsync(faults + warnings == 0 ? "Nothing is wrong." : $"{faults} faults, {warnings} warnings.").ConfigureAwait(false);
        }

        return faults == 0 ? 0 : 1;
    }
}
