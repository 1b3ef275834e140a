using System.CommandLine;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.Kafka.Topics;

namespace StreamWatch.App.Commands.Topics;

/// <summary><c>streamwatch topics create</c>. Exit codes: 0 all are there, 1 Kafka failed, 2 wrong use, 130 interrupted.</summary>
internal static class TopicsCreateCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var options = new TopicOptions();
        var command = new Command(
            "create",
            """
            Create the topics that do not exist: PREFIX.routes.v1, PREFIX.probes.v1 and PREFIX.results.v1, and with --engine streamiz PREFIX.exchange.v1 (with as many
            partitions as the routes) and PREFIX.entities.v1. Those that exist are left as they are; "topics check" tells how they differ.

            Example: streamwatch topics create --kafka kafka1:9092,kafka2:9092 --partitions 24 --replication 3 --retention 14d
            Exit codes: 0 all are there; 1 Kafka failed; 2 wrong use; 130 interrupted.
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => StageWork.DoAsync(parsed, Interrupted, async () =>
        {
            var definitions = options.Definitions(parsed);
            using var topics = new TopicAdministrator(options.Kafka(parsed), TimeProvider.System);
            var created = await topics.CreateAsync(definitions, cancellation).ConfigureAwait(false);
            foreach (var definition in definitions)
            {
                var isNew = created.Contains(definition.Name);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(options.Json)
                    ? OutageJson.Text(new { topic = definition.Name, created = isNew })
                    : $"{definition.Name}: {(isNew ? "created" : "exists")}").ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }
}
