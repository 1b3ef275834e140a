using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Watching;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Topics;
using StreamWatch.Schemas.Batches;

namespace StreamWatch.App.Commands.Topics;

/// <summary>The options that both commands on topics have.</summary>
internal sealed class TopicOptions
{
    public const int MostPartitions = 10_000;
    public const int MostReplicas = 15;
    private const int MostEntityPartitions = 1_000;

    /// <summary>The largest batch of a topic: what stages publish is half of it at most.</summary>
    public const int MaxMessageBytes = 2 << 20;

    public const string Forever = "forever";

    public static readonly TimeSpan LeastRetention = TimeSpan.FromHours(1);
    public static readonly TimeSpan MostRetention = TimeSpan.FromDays(3650);

    private readonly Option<string> _engine = new("--engine")
    {
        Description = "For which engine of detect: local, or streamiz, whose tasks join by two topics more.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "local",
    };

    private readonly Option<int> _entities = SettingOptions.Number(
        "--entity-partitions", "Streamiz alone: partitions of what buckets tell the entities, which share the ASNs, groups and targets; they cannot change later; 1 to 1,000.", 8);

    private readonly Option<string> _keep = SettingOptions.Duration(
        "--task-retention", "Streamiz alone: how long what tasks tell each other is kept: longer than detect is ever down; 1h to 3650d.", TimeSpan.FromDays(1));

    private readonly Option<string> _keepBytes = SettingOptions.Size(
        "--task-retention-bytes", "Streamiz alone: how much of it is kept, of each partition; 64MiB to 1TiB.", 4L << 30);

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
        command.Options.Add(_engine);
        command.Options.Add(_entities);
        command.Options.Add(_keep);
        command.Options.Add(_keepBytes);
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
        var entities = SettingOptions.Number(parsed, _entities, 1, MostEntityPartitions, faults);
        var keep = SettingOptions.Time(parsed, _keep, LeastRetention, MostRetention, faults);
        var keepBytes = SettingOptions.Size(parsed, _keepBytes, 64L << 20, 1L << 40, faults);
        var engine = parsed.GetValue(_engine);
        if (engine is not ("local" or "streamiz"))
        {
            faults.Add($"{_engine.Name} is \"{engine}\"; allowed are local and streamiz");
        }

        if (faults.Count > 0)
        {
            throw new ConfigurationException(faults);
        }

        var names = new TopicNames(prefix);
        TopicDefinition Topic(string name, int count) => new(name, count, (short)replication!.Value, retention, TopicCleanup.Delete, MaxMessageBytes);
        TopicDefinition TaskTopic(string name, int count) => Topic(name, count) with { Retention = keep, RetentionBytes = keepBytes };
        return
        [
            .. names.All.Select(name => Topic(name, partitions!.Value)),
            .. engine == "local" ? [] : new[] { TaskTopic(names.Exchange, partitions!.Value), TaskTopic(names.Entities, entities!.Value) },
        ];
    }
}
