using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Commands.Topics;
using StreamWatch.App.Doctor;
using StreamWatch.App.Watching;

namespace StreamWatch.App.Commands.Doctor;

/// <summary>The options that say which Kafka brokers and topics are looked at, and how the topics are to be.</summary>
internal sealed class DoctorTopics
{
    private readonly KafkaTarget _target = new();

    private readonly Option<int?> _partitions = new("--partitions") { Description = "Partitions that each topic is to have, 1 to 10,000. Default: as many as it has.", HelpName = "N" };

    private readonly Option<int?> _replication = new("--replication") { Description = "Brokers that are to keep each partition, 1 to 15. Default: three, or all where there are fewer.", HelpName = "N" };

    private readonly Option<string?> _retention = new("--retention") { Description = "How long topics are to keep messages, 1h to 3650d, or forever. Default: an hour and more.", HelpName = "TIME" };

    public void AddTo(Command command)
    {
        _target.AddTo(command);
        command.Options.Add(_partitions);
        command.Options.Add(_replication);
        command.Options.Add(_retention);
    }

    /// <summary>The check; null where no brokers were named.</summary>
    /// <exception cref="ConfigurationException">What was named cannot be used.</exception>
    public KafkaCheck? Read(ParseResult parsed)
    {
        var (partitions, replication, retention) = (parsed.GetValue(_partitions), parsed.GetValue(_replication), parsed.GetValue(_retention));
        var faults = new List<string>();
        if (partitions is < 1 or > TopicOptions.MostPartitions)
        {
            faults.Add($"--partitions is {partitions}; allowed are 1 to {TopicOptions.MostPartitions}");
        }

        if (replication is < 1 or > TopicOptions.MostReplicas)
        {
            faults.Add($"--replication is {replication}; allowed are 1 to {TopicOptions.MostReplicas}");
        }

        var kept = retention is null ? null : Milliseconds(retention, faults);
        if (parsed.GetValue(_target.Servers) is null && (partitions, replication, retention) is not (null, null, null))
        {
            faults.Add("--partitions, --replication and --retention are of topics; name the brokers with --kafka HOST:PORT");
        }

        if (faults.Count > 0)
        {
            throw new ConfigurationException(faults);
        }

        return parsed.GetValue(_target.Servers) is null
            ? null
            : new KafkaCheck(
                _target.Read(parsed, "doctor"),
                new TopicWishes
                {
                    Prefix = _target.Prefix(parsed),
                    Partitions = partitions,
                    Replication = replication,
                    RetentionMilliseconds = kept,
                    MaxMessageBytes = TopicOptions.MaxMessageBytes,
                },
                TimeProvider.System);
    }

    private static string? Milliseconds(string retention, List<string> faults)
    {
        if (retention == TopicOptions.Forever)
        {
            return "-1";
        }

        if (DurationText.TryParse(retention, out var duration) && duration >= TopicOptions.LeastRetention && duration <= TopicOptions.MostRetention)
        {
            return ((long)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        faults.Add($"--retention is \"{retention}\"; allowed are {DurationText.Format(TopicOptions.LeastRetention)} to {DurationText.Format(TopicOptions.MostRetention)}, or {TopicOptions.Forever}");
        return null;
    }
}
