using StreamWatch.Kafka.Topics;
using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary><c>streamwatch topics</c> as people run it.</summary>
public sealed class TopicsCommandTests
{
    static readonly string[] Names = ["routes", "probes", "results"];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Topics_that_are_not_there_are_listed_and_the_exit_code_is_1()
    {
        await using var broker = await Broker.StartAsync();
        var prefix = NewPrefix();
        var (code, output, _) = await Storage.Program.RunAsync(["topics", "check", "--kafka", broker.Address, "--topics", prefix]);
        Assert.Equal(1, code);
        Assert.Equal(
            from name in Names select $"{prefix}.{name}.v1: does not exist; \"streamwatch topics create\" creates it",
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_wrong_number_of_partitions_is_told_with_what_was_found()
    {
        await using var broker = await Broker.StartAsync();
        var topic = await broker.TopicAsync();
        await using (var producer = broker.Producer())
        {
            await producer.PublishAsync(topic, 0, null, [1], Token);
            await producer.FlushAsync(Token);
        }

        using var administrator = new TopicAdministrator(broker.Settings, TimeProvider.System, TimeSpan.FromSeconds(10));
        var missing = $"{topic}-missing";
        Assert.Equal([(topic, Broker.Partitions)], (await administrator.PartitionCountsAsync([topic, missing], Token)).Select(pair => (pair.Key, pair.Value)));
        var check = await administrator.CheckAsync([Defined(topic), Defined(missing)], Token);
        Assert.Contains(new TopicDifference(topic, "partitions", "4", "24"), check.Differences);
        Assert.Contains(new TopicDifference(missing, "topic", null, "to exist"), check.Differences);

        static TopicDefinition Defined(string name) => new(name, 24, 1, null, TopicCleanup.Delete, 2 << 20);
    }

    [Fact]
    public async Task What_create_makes_is_as_check_wants_it()
    {
        await using var broker = await Broker.StartAsync();
        Assert.SkipUnless(broker.IsReal, "the mock broker creates no topics: set STREAMWATCH_KAFKA to the address of a real one");
        var prefix = NewPrefix();
        string[] words = ["--kafka", broker.Address, "--topics", prefix, "--partitions", "3", "--retention", "forever"];
        Assert.Equal(0, (await Storage.Program.RunAsync(["topics", "create", .. words])).Code);
        Assert.Equal(0, (await Storage.Program.RunAsync(["topics", "create", .. words])).Code);
        Assert.Equal(0, (await Storage.Program.RunAsync(["topics", "check", .. words])).Code);
        Assert.Equal(1, (await Storage.Program.RunAsync(["topics", "check", .. words[..^1], "1d"])).Code);
    }

    [Fact]
    public async Task Every_fault_of_the_settings_is_told_at_once_and_the_exit_code_is_2()
    {
        var (code, _, error) = await Storage.Program.RunAsync(
            ["topics", "check", "--kafka", "nowhere", "--kafka-security", "sasl_ssl", "--kafka-sasl", "secret", "--kafka-ca-file", "/no/such/file"]);
        Assert.Equal(2, code);
        Assert.All(["\"nowhere\" is no broker", "--kafka-sasl is \"secret\"", "SASL needs a user", "the CA file /no/such/file does not exist"], fault => Assert.Contains(fault, error, StringComparison.Ordinal));
        (code, _, error) = await Storage.Program.RunAsync(["topics", "create", "--kafka", "localhost:1", "--partitions", "0", "--retention", "soon"]);
        Assert.Equal(2, code);
        Assert.All(["--partitions is 0; allowed are 1 to 10000", "--retention is \"soon\""], fault => Assert.Contains(fault, error, StringComparison.Ordinal));
    }

    static string NewPrefix() => $"test-{Guid.NewGuid():N}";
}
