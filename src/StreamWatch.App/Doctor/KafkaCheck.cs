using System.Globalization;
using StreamWatch.App.Watching;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Topics;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Doctor;

/// <summary>The Kafka client's library, the brokers, and whether the topics are there and fit for what the stages publish.</summary>
/// <param name="kafka">How to reach the brokers.</param>
/// <param name="wishes">How the topics are to be.</param>
/// <param name="time">The clock.</param>
/// <param name="look">Looks at the brokers and at these topics; null for really doing so.</param>
/// <param name="library">Tells what library is in use; null for really looking.</param>
internal sealed class KafkaCheck(
    KafkaSettings kafka,
    TopicWishes wishes,
    TimeProvider time,
    Func<IReadOnlyList<string>, CancellationToken, Task<ClusterState>>? look = null,
    Func<string>? library = null) : IDoctorCheck
{
    private const string Create = "create the topics with \"streamwatch topics create\"";
    private const int SafeReplication = 3;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _shortRetention = TimeSpan.FromHours(1);

    private readonly TopicNames _names = new(wishes.Prefix);

    public string Name => "Kafka";

    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation)
    {
        var found = new List<DoctorFinding>();
        try
        {
            found.Add(DoctorFinding.Ok((library ?? KafkaLibrary.Describe)()));
        }
        catch (KafkaUsageException e)
        {
            return [DoctorFinding.Fault(e.Message, "install it; only the stages that work with Kafka need it")];
        }

        try
        {
            var state = await (look ?? AskAsync)(_names.All, cancellation).ConfigureAwait(false);
            Judge(state, found);
        }
        catch (KafkaUsageException e)
        {
            found.Add(DoctorFinding.Fault(e.Message, "look at the options that begin with --kafka"));
        }
        catch (KafkaException e)
        {
            found.Add(DoctorFinding.Fault(
                $"{kafka.BootstrapServers}: {e.Message}",
                e.IsRetryable
                    ? "start the brokers, or look at host, port and firewall, at --kafka-security, and at the addresses that the brokers advertise (advertised.listeners)"
                    : "look at the user, at the file that STREAMWATCH_KAFKA_PASSWORD_FILE names, and at the user's rights (DESCRIBE and DESCRIBE_CONFIGS on the topics)"));
        }

        return found;
    }

    private async Task<ClusterState> AskAsync(IReadOnlyList<string> topics, CancellationToken cancellation)
    {
        using var administrator = new TopicAdministrator(kafka, time, _patience);
        return await administrator.LookAsync(topics, cancellation).ConfigureAwait(false);
    }

    private void Judge(ClusterState state, List<DoctorFinding> found)
    {
        found.Add(DoctorFinding.Ok(string.Create(CultureInfo.InvariantCulture, $"{state.Brokers.Count} brokers answer: {string.Join(", ", state.Brokers)}")));
        foreach (var name in _names.All)
        {
            if (state.Topics.FirstOrDefault(topic => topic.Name == name) is { } topic)
            {
                Judge(topic, state.Brokers.Count, found);
            }
            else
            {
                found.Add(DoctorFinding.Fault($"there is no topic {name}", Create));
            }
        }

        if (state.Unseen is { } reason)
        {
            found.Add(DoctorFinding.Warning(
                $"the brokers do not tell the topics' settings, so retention and the size of messages were not looked at: {reason}",
                "give the user DESCRIBE_CONFIGS on the topics and ask again"));
        }
    }

    private void Judge(TopicState topic, int brokers, List<DoctorFinding> found)
    {
        var before = found.Count;
        if (topic.Leaderless > 0)
        {
            found.Add(DoctorFinding.Fault($"{topic.Name} has {topic.Leaderless} partitions that no broker leads", "start the brokers that keep them; nothing is read or written there meanwhile"));
        }

        if (wishes.Partitions is { } partitions && partitions != topic.Partitions)
        {
            found.Add(DoctorFinding.Fault(
                $"{topic.Name} has {topic.Partitions} partitions, not {partitions}",
                $"a topic's partitions must not change once it is used: begin anew under another --topics prefix, and {Create} --partitions {partitions}"));
        }

        if (topic.Replication < (wishes.Replication ?? Math.Min(SafeReplication, brokers)))
        {
            var text = $"{topic.Name} is kept by {topic.Replication} of {brokers} brokers";
            found.Add(wishes.Replication is { } replication
                ? DoctorFinding.Fault($"{text}, not by {replication}", "kafka-reassign-partitions adds replicas")
                : DoctorFinding.Warning(text, "a broker that is lost takes rows with it: kafka-reassign-partitions adds replicas"));
        }

        if (topic.Settings is { } settings)
        {
            Judge(topic, settings, found);
        }

        if (found.Count == before)
        {
            found.Add(DoctorFinding.Ok(
                $"{topic.Name} has {topic.Partitions} partitions, kept by {topic.Replication} of {brokers} brokers{(topic.Settings is { } seen ? $", for {Retention(seen)}" : "")}"));
        }
    }

    private void Judge(TopicState topic, IReadOnlyDictionary<string, string> settings, List<DoctorFinding> found)
    {
        var topicDefinition = new TopicDefinition(topic.Name, topic.Partitions, (short)topic.Replication, null, TopicCleanup.Delete, wishes.MaxMessageBytes);
        foreach (var (name, wanted) in topicDefinition.Settings())
        {
            var value = settings.GetValueOrDefault(name);
            var finding = name switch
            {
                "retention.ms" => RetentionFinding(topic.Name, value),
                "max.message.bytes" => Number(value) >= wishes.MaxMessageBytes
                    ? null
                    : DoctorFinding.Fault($"{topic.Name} takes messages of {value} bytes at most (max.message.bytes)", $"{Alter(topic.Name, name, wanted)}; a larger one would end the stage that publishes it"),
                "min.insync.replicas" => Number(value) >= Number(wanted)
                    ? null
                    : DoctorFinding.Warning($"{topic.Name} acknowledges what {value} broker has (min.insync.replicas)", Alter(topic.Name, name, wanted)),
                "message.timestamp.type" => value == wanted
                    ? null
                    : DoctorFinding.Fault($"{topic.Name} keeps messages by the time in them ({name} is {value ?? "not set"}): old events would be removed at once", Alter(topic.Name, name, wanted)),
                "retention.bytes" => value == wanted
                    ? null
                    : DoctorFinding.Warning($"{topic.Name} keeps {value} bytes of a partition at most ({name}): what is not stored by then is lost", Alter(topic.Name, name, wanted)),
                _ => value == wanted ? null : DoctorFinding.Fault($"{topic.Name} has {name} {value ?? "not set"}, not {wanted}", Alter(topic.Name, name, wanted)),
            };
            if (finding is not null)
            {
                found.Add(finding);
            }
        }
    }

    private DoctorFinding? RetentionFinding(string topic, string? milliseconds)
    {
        if (wishes.RetentionMilliseconds is { } wanted)
        {
            return milliseconds == wanted ? null : DoctorFinding.Fault($"{topic} keeps messages for {Duration(milliseconds)}, not for {Duration(wanted)}", Alter(topic, "retention.ms", wanted));
        }

        return Number(milliseconds) is >= 0 and var kept && kept < _shortRetention.TotalMilliseconds
            ? DoctorFinding.Fault($"{topic} keeps messages for {Duration(milliseconds)} only", "a stage that is away for longer loses what it did not read: set retention.ms to days, with kafka-configs")
            : null;
    }

    private static string Alter(string topic, string name, string value) => $"kafka-configs --alter --topic {topic} --add-config {name}={value}";

    private static string Retention(IReadOnlyDictionary<string, string> settings) => Duration(settings.GetValueOrDefault("retention.ms"));

    private static string Duration(string? milliseconds) => Number(milliseconds) switch
    {
        null => "a time that is not told",
        < 0 => "ever",
        { } number => DurationText.Format(TimeSpan.FromMilliseconds(number)),
    };

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
