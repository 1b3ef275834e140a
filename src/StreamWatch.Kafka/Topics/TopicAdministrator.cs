using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace StreamWatch.Kafka.Topics;

/// <summary>Creates topics and looks whether they are as defined. Never changes or removes one.</summary>
public sealed class TopicAdministrator : IDisposable
{
    private readonly IAdminClient _client;
    private readonly TimeSpan _timeout;

    /// <summary>Starts it.</summary>
    /// <param name="settings">How to reach the brokers.</param>
    /// <param name="time">The clock for notices.</param>
    /// <param name="timeout">How long to wait for an answer; default 30 s.</param>
    /// <param name="tell">Hears what goes wrong on the way.</param>
    /// <exception cref="KafkaUsageException">The settings cannot be used, or the client library is not installed.</exception>
    public TopicAdministrator(KafkaSettings settings, TimeProvider time, TimeSpan? timeout = null, Action<KafkaNotice>? tell = null)
    {
        var notices = new Notices($"{settings.ClientId} (topics)", time, tell);
        _timeout = timeout ?? TimeSpan.FromSeconds(30);
        _client = new AdminClientBuilder(ClientConfigs.Create(settings))
            .SetErrorHandler((_, error) => notices.Hear($"{error.Reason} ({error.Code})"))
            .SetLogHandler((_, line) => notices.Hear(line))
            .Build();
    }

    /// <summary>The number of partitions of each of the topics that exists. Asking creates none.</summary>
    /// <exception cref="KafkaUnavailableException">No broker answered.</exception>
    public async Task<IReadOnlyDictionary<string, int>> PartitionCountsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellation = default)
    {
        var found = await TopicsAsync(cancellation).ConfigureAwait(false);
        return topics.Distinct(StringComparer.Ordinal).Where(found.ContainsKey).ToDictionary(name => name, name => found[name].Partitions.Count, StringComparer.Ordinal);
    }

    /// <summary>Creates the topics that do not exist, and returns their names; those that do exist are left as they are.</summary>
    /// <exception cref="KafkaUnavailableException">No broker answered.</exception>
    /// <exception cref="KafkaRefusedException">The brokers refuse to create one, for example for want of brokers to replicate to.</exception>
    public async Task<IReadOnlyList<string>> CreateAsync(IReadOnlyCollection<TopicDefinition> definitions, CancellationToken cancellation = default)
    {
        var found = await TopicsAsync(cancellation).ConfigureAwait(false);
        var missing = definitions.Where(definition => !found.ContainsKey(definition.Name)).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        try
        {
            var specifications = missing.Select(definition => new TopicSpecification
            {
                Name = definition.Name,
                NumPartitions = definition.Partitions,
                ReplicationFactor = definition.Replication,
                Configs = definition.Settings().ToDictionary(),
            });
            await _client.CreateTopicsAsync(specifications, new CreateTopicsOptions { RequestTimeout = _timeout, OperationTimeout = _timeout })
                .WaitAsync(cancellation).ConfigureAwait(false);
            return [.. missing.Select(definition => definition.Name)];
        }
        catch (CreateTopicsException e)
        {
            // somebody else may have made one meanwhile
            var refused = e.Results.Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists).ToList();
            if (refused.Count == 0)
            {
                return [.. e.Results.Where(result => !result.Error.IsError).Select(result => result.Topic)];
            }

            var words = string.Join("; ", refused.Select(result => $"{result.Topic}: {result.Error.Reason} ({result.Error.Code})"));
            throw refused.TrueForAll(result => ClientErrors.IsRetryable(result.Error))
                ? new KafkaUnavailableException($"topics were not created: {words}", e)
                : new KafkaRefusedException($"topics were not created: {words}", e);
        }
        catch (Confluent.Kafka.KafkaException e)
        {
            throw ClientErrors.Explain("topics were not created", e.Error, e);
        }
    }

    /// <summary>Looks at the brokers and at some topics. Asking creates none.</summary>
    /// <exception cref="KafkaUnavailableException">No broker answered.</exception>
    /// <exception cref="KafkaRefusedException">The brokers refuse to tell.</exception>
    public async Task<ClusterState> LookAsync(IReadOnlyCollection<string> topics, CancellationToken cancellation = default)
    {
        var metadata = await MetadataAsync(cancellation).ConfigureAwait(false);
        var there = metadata.Topics.Where(topic => !topic.Error.IsError && topics.Contains(topic.Topic)).ToList();
        var (settings, unseen) = await SettingsAsync([.. there.Select(topic => topic.Topic)], cancellation).ConfigureAwait(false);
        return new ClusterState(
            [.. metadata.Brokers.Select(broker => $"{broker.Host}:{ClientConfigs.Text(broker.Port)}")],
            [.. there.Select(topic => new TopicState(
                topic.Topic,
                topic.Partitions.Count,
                topic.Partitions.Min(partition => partition.Replicas.Length),
                topic.Partitions.Count(partition => partition.Leader < 0),
                settings.GetValueOrDefault(topic.Topic)))],
            unseen);
    }

    /// <summary>Looks whether the topics are as defined.</summary>
    /// <exception cref="KafkaUnavailableException">No broker answered.</exception>
    /// <exception cref="KafkaRefusedException">The brokers refuse to tell.</exception>
    public async Task<TopicCheck> CheckAsync(IReadOnlyCollection<TopicDefinition> definitions, CancellationToken cancellation = default)
    {
        var found = await TopicsAsync(cancellation).ConfigureAwait(false);
        var there = definitions.Where(definition => found.ContainsKey(definition.Name)).ToList();
        var (settings, unseen) = await SettingsAsync([.. there.Select(definition => definition.Name)], cancellation).ConfigureAwait(false);
        var differences = new List<TopicDifference>();
        foreach (var definition in definitions)
        {
            if (!found.TryGetValue(definition.Name, out var topic))
            {
                differences.Add(new TopicDifference(definition.Name, "topic", null, "to exist"));
                continue;
            }

            Compare(definition, "partitions", ClientConfigs.Text(topic.Partitions.Count), ClientConfigs.Text(definition.Partitions));
            Compare(definition, "replication", ClientConfigs.Text(topic.Partitions.Min(partition => partition.Replicas.Length)), ClientConfigs.Text(definition.Replication));
            if (settings.TryGetValue(definition.Name, out var values))
            {
                foreach (var (name, expected) in definition.Settings())
                {
                    Compare(definition, name, values.GetValueOrDefault(name), expected);
                }
            }
        }

        return new TopicCheck(differences, unseen);

        void Compare(TopicDefinition definition, string setting, string? actual, string expected)
        {
            if (actual != expected)
            {
                differences.Add(new TopicDifference(definition.Name, setting, actual, expected));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<Dictionary<string, TopicMetadata>> TopicsAsync(CancellationToken cancellation) =>
        (await MetadataAsync(cancellation).ConfigureAwait(false)).Topics.Where(topic => !topic.Error.IsError).ToDictionary(topic => topic.Topic, StringComparer.Ordinal);

    private async Task<Metadata> MetadataAsync(CancellationToken cancellation)
    {
        try
        {
            // of all topics: asked for by name, a broker may create what it does not have
            return await Task.Run(() => _client.GetMetadata(_timeout), cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Confluent.Kafka.KafkaException e)
        {
            throw ClientErrors.Explain("the brokers did not tell their topics", e.Error, e);
        }
    }

    private async Task<(Dictionary<string, Dictionary<string, string>> Settings, string? Unseen)> SettingsAsync(List<string> there, CancellationToken cancellation)
    {
        if (there.Count == 0)
        {
            return ([], null);
        }

        try
        {
            var resources = there.Select(name => new ConfigResource { Type = ResourceType.Topic, Name = name });
            var answers = await _client.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = _timeout }).WaitAsync(cancellation).ConfigureAwait(false);
            return (answers.ToDictionary(
                answer => answer.ConfigResource.Name,
                answer => answer.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Value, StringComparer.Ordinal),
                StringComparer.Ordinal), null);
        }
        catch (Confluent.Kafka.KafkaException e) when (e.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion or ErrorCode.TopicAuthorizationFailed
            or ErrorCode.ClusterAuthorizationFailed or ErrorCode.Local_TimedOut)
        {
            // it told its topics just now: what it does not answer it does not know
            return ([], $"{e.Error.Reason} ({e.Error.Code})");
        }
        catch (Confluent.Kafka.KafkaException e)
        {
            throw ClientErrors.Explain("the brokers did not tell their topics' settings", e.Error, e);
        }
    }
}
