using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Watching;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Topics;

namespace StreamWatch.App.Commands.Topics;

/// <summary>The options that both commands on topics have.</summary>
internal sealed class TopicOptions
{
    public const int MostPartitions = 10_000;
    public const int MostReplicas = 15;

    /// <summary>The largest batch of a topic: what stages publish is half of it at most.</summary>
    public const int MaxMessageBytes = 2 << 20;

    public const string Forever = "forever";

    public static readonly TimeSpan LeastRetention = TimeSpan.FromHours(1);
    public static readonly TimeSpan MostRetention = TimeSpan.FromDays(3650);

    private readonly KafkaTarget _target = new();
    private readonly Option<int> _partitions = SettingOptions.Number("--partitions", "Partitions of each topic; they cannot change later; 1 to 10,000.", 8);
    private readonly Option<int> _replication = SettingOptions.Number("--replication", "Brokers that keep each partition; 3 in production; 1 to 15.", 1);

    private readonly Option<string> _retention = new("--retention")
    {
        Description = "How long a message is kept after its arrival, whatever the time in it: 1h to 3650d, or forever.",
        HelpName = "TIME",
        DefaultValueFactory = _ => "7d",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object for each topic, and nothing else." };

    public void AddTo(Command command)
    {
        _target.AddTo(command);
        command.Options.Add(_partitions);
        command.Options.Add(_replication);
        command.Options.Add(_retention);
        command.Options.Add(Json);
        EnvironmentDefaults.AddTo(command);
    }

    public KafkaSettings Kafka(ParseResult parsed) => _target.Read(parsed, "topics");

    /// <summary>The topics as they are to be.</summary>
    /// <exception cref="ConfigurationException">They cannot be so.</exception>
    public IReadOnlyList<TopicDefinition> Definitions(ParseResult parsed)
    {
        var faults = new List<string>();
        var prefix = _target.Prefix(parsed);
        var partitions = SettingOptions.Number(parsed, _partitions, 1, MostPartitions, faults);
        var replication = SettingOptions.Number(parsed, _replication, 1, MostReplicas, faults);
        var retention = parsed.GetValue(_retention) == Forever
            ? null
            : SettingOptions.Time(parsed, _retention, LeastRetention, MostRetention, faults);
        if (faults.Count > 0)
        {
            throw new ConfigurationException(faults);
        }

        string[] names = ["routes", "probes", "results"];
        return [.. names.Select(name =>
            new TopicDefinition($"{prefix}.{name}.v1", partitions!.Value, (short)replication!.Value, retention, TopicCleanup.Delete, MaxMessageBytes))];
    }
}
