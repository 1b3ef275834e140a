using StreamWatch.App.Doctor;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Topics;
using Xunit;

namespace StreamWatch.Tests.App.Doctor;

/// <summary>What is said of brokers and topics, from what they tell.</summary>
public sealed class KafkaCheckTests
{
    const int MaxMessageBytes = 2 << 20;

    static readonly string[] Names = ["p.routes.v1", "p.probes.v1", "p.results.v1"];

    static readonly Dictionary<string, string> Fit = new()
    {
        ["cleanup.policy"] = "delete",
        ["max.message.bytes"] = "2097152",
        ["message.timestamp.type"] = "LogAppendTime",
        ["retention.ms"] = "604800000",
        ["retention.bytes"] = "-1",
        ["min.insync.replicas"] = "2",
    };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Topics_that_are_fit_are_well_and_told_with_what_they_have()
    {
        var found = await LookAsync(name => new TopicState(name, 24, 3, 0, Fit));
        Assert.All(found, finding => Assert.Equal(DoctorLevel.Ok, finding.Level));
        Assert.Equal(["the library", "3 brokers answer: a:1, b:2, c:3", .. Names.Select(name => $"{name} has 24 partitions, kept by 3 of 3 brokers, for 7d")], found.Select(finding => finding.Text));
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_a_fault_with_the_command_that_makes_it()
    {
        var found = await LookAsync(name => name == Names[1] ? null : new TopicState(name, 24, 3, 0, Fit));
        var fault = Assert.Single(found, finding => finding.Level != DoctorLevel.Ok);
        Assert.Equal((DoctorLevel.Fault, "there is no topic p.probes.v1", "create the topics with \"streamwatch topics create\""), (fault.Level, fault.Text, fault.Advice));
    }

    [Theory]
    [InlineData("retention.ms", "60000", "Fault", "keeps messages for 1m only")]
    [InlineData("max.message.bytes", "1048588", "Fault", "max.message.bytes=2097152")]
    [InlineData("message.timestamp.type", "CreateTime", "Fault", "message.timestamp.type=LogAppendTime")]
    [InlineData("cleanup.policy", "compact", "Fault", "cleanup.policy=delete")]
    [InlineData("min.insync.replicas", "1", "Warning", "min.insync.replicas=2")]
    [InlineData("retention.bytes", "1000000", "Warning", "retention.bytes=-1")]
    public async Task A_setting_that_loses_rows_is_told_with_what_sets_it_right(string setting, string value, string level, string said)
    {
        var found = await LookAsync(name => new TopicState(name, 24, 3, 0, new Dictionary<string, string>(Fit) { [setting] = value }));
        var finding = found.First(finding => finding.Level != DoctorLevel.Ok);
        Assert.Equal(level, finding.Level.ToString());
        Assert.Contains(said, $"{finding.Text}: {finding.Advice}", StringComparison.Ordinal);
        Assert.Equal(3, found.Count(finding => finding.Level != DoctorLevel.Ok));
    }

    [Fact]
    public async Task What_somebody_wished_for_is_compared_and_the_rest_taken_as_it_is()
    {
        var wishes = new TopicWishes { Prefix = "p", MaxMessageBytes = MaxMessageBytes, Partitions = 12, Replication = 4, RetentionMilliseconds = "-1" };
        var found = await LookAsync(name => new TopicState(name, 24, 3, 0, Fit), wishes);
        Assert.All(
            ["has 24 partitions, not 12", "is kept by 3 of 3 brokers, not by 4", "keeps messages for 7d, not for ever"],
            said => Assert.Equal(3, found.Count(finding => finding.Level == DoctorLevel.Fault && finding.Text.EndsWith(said, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Partitions_without_a_leader_and_too_few_copies_are_told()
    {
        var found = await LookAsync(name => new TopicState(name, 24, 1, 2, Fit));
        Assert.Equal(3, found.Count(finding => finding.Level == DoctorLevel.Fault && finding.Text.Contains("2 partitions that no broker leads", StringComparison.Ordinal)));
        Assert.Equal(3, found.Count(finding => finding.Level == DoctorLevel.Warning && finding.Text.Contains("kept by 1 of 3 brokers", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Settings_that_are_not_told_are_a_warning()
    {
        var found = await LookAsync(name => new TopicState(name, 24, 3, 0, null), unseen: "not allowed");
        var warning = Assert.Single(found, finding => finding.Level != DoctorLevel.Ok);
        Assert.Contains("not allowed", warning.Text, StringComparison.Ordinal);
        Assert.Contains("DESCRIBE_CONFIGS", warning.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "advertised.listeners")]
    [InlineData(false, "STREAMWATCH_KAFKA_PASSWORD_FILE")]
    public async Task Brokers_that_are_away_or_refuse_are_a_fault_with_what_to_do(bool isAway, string advice)
    {
        var check = new KafkaCheck(
            new KafkaSettings { BootstrapServers = "kafka1:9092" },
            new TopicWishes { Prefix = "p", MaxMessageBytes = MaxMessageBytes },
            TimeProvider.System,
            (_, _) => throw (isAway ? new KafkaUnavailableException("nobody answers") : new KafkaRefusedException("no such user")),
            () => "the library");
        var fault = Assert.Single(await check.LookAsync(Token), finding => finding.Level == DoctorLevel.Fault);
        Assert.StartsWith("kafka1:9092: ", fault.Text, StringComparison.Ordinal);
        Assert.Contains(advice, fault.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_is_missing_is_a_fault_and_nothing_more_is_looked_at()
    {
        var check = new KafkaCheck(
            new KafkaSettings { BootstrapServers = "kafka1:9092" },
            new TopicWishes { Prefix = "p", MaxMessageBytes = MaxMessageBytes },
            TimeProvider.System,
            (_, _) => throw new InvalidOperationException("asked"),
            () => throw new KafkaUsageException("librdkafka is not installed"));
        Assert.Equal(DoctorLevel.Fault, Assert.Single(await check.LookAsync(Token)).Level);
    }

    static async Task<IReadOnlyList<DoctorFinding>> LookAsync(Func<string, TopicState?> topic, TopicWishes? wishes = null, string? unseen = null) =>
        await new KafkaCheck(
            new KafkaSettings { BootstrapServers = "a:1" },
            wishes ?? new TopicWishes { Prefix = "p", MaxMessageBytes = MaxMessageBytes },
            TimeProvider.System,
            (names, _) => Task.FromResult(new ClusterState(["a:1", "b:2", "c:3"], [.. names.Select(topic).OfType<TopicState>()], unseen)),
            () => "the library").LookAsync(Token);
}
