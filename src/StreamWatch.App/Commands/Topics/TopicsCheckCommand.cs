using System.CommandLine;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.Kafka.Topics;

namespace StreamWatch.App.Commands.Topics;

/// <summary><c>streamwatch topics check</c>. Exit codes: 0 all are as they should be, 1 one is not or Kafka failed, 2 wrong use, 130 interrupted.</summary>
internal static class TopicsCheckCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var options = new TopicOptions();
        var command = new Command(
            "check",
            """
            Look whether the topics are as "topics create" with the same options makes them, and list every difference. Changes nothing.

            Example: streamwatch topics check --kafka kafka1:9092 --partitions 24 --replication 3 --retention 14d
            Exit codes: 0 all are as they should be; 1 one is not or could not be seen, or Kafka failed; 2 wrong use; 130 interrupted.
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => StageWork.DoAsync(parsed, Interrupted, async () =>
        {
            var definitions = options.Definitions(parsed);
            using var topics = new TopicAdministrator(options.Kafka(parsed), TimeProvider.System);
            var check = await topics.CheckAsync(definitions, cancellation).ConfigureAwait(false);
            if (check.Unseen is { } reason)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"streamwatch: the brokers do not tell the topics' settings, so only their number of partitions and replicas is checked: {reason}")
                    .ConfigureAwait(false);
            }

            foreach (var line in parsed.GetValue(options.Json) ? JsonLines(definitions, check) : TextLines(definitions, check))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(line).ConfigureAwait(false);
            }

            return check is { Differences.Count: 0, Unseen: null } ? 0 : 1;
        }));
        return command;
    }

    private static IEnumerable<string> TextLines(IReadOnlyList<TopicDefinition> definitions, TopicCheck check) =>
        from definition in definitions
        from line in check.Differences.Where(difference => difference.Topic == definition.Name).Select(Text).DefaultIfEmpty($"{definition.Name}: as it should be")
        select line;

    private static string Text(TopicDifference difference) => difference.Setting == "topic"
        ? $"{difference.Topic}: does not exist; \"streamwatch topics create\" creates it"
        : $"{difference.Topic}: {difference.Setting} is {difference.Found ?? "not set"}, not {difference.Expected}";

    private static IEnumerable<string> JsonLines(IReadOnlyList<TopicDefinition> definitions, TopicCheck check) =>
        from definition in definitions
        let differences = check.Differences.Where(difference => difference.Topic == definition.Name).ToList()
        select OutageJson.Text(new
        {
            topic = definition.Name,
            exists = !differences.Exists(difference => difference.Setting == "topic"),
            settings_seen = check.Unseen is null,
            differences = differences.Where(difference => difference.Setting != "topic")
                .Select(difference => new { setting = difference.Setting, found = difference.Found, expected = difference.Expected }),
        });
}
