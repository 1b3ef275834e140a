using Xunit;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary><c>streamwatch doctor</c> on Kafka as people run it.</summary>
public sealed class KafkaDoctorTests
{
    [Fact]
    public async Task Topics_that_are_there_are_told_with_their_partitions_and_missing_ones_are_faults()
    {
        await using var broker = await Broker.StartAsync(("there.routes.v1", 3), ("there.probes.v1", 3), ("there.results.v1", 3));
        var (code, output, error) = await DoctorAsync("--kafka", broker.Address, "--topics", "there", "--partitions", "3", "--replication", "1");
        Assert.Equal("", error);
        Assert.DoesNotContain("fault    Kafka", output, StringComparison.Ordinal);
        Assert.Contains("ok       Kafka: librdkafka ", output, StringComparison.Ordinal);
        Assert.Contains("ok       Kafka: there.routes.v1 has 3 partitions, kept by 1 of 1 brokers", output, StringComparison.Ordinal);

        (code, output, _) = await DoctorAsync("--kafka", broker.Address, "--topics", "there", "--partitions", "4");
        Assert.Equal(1, code);
        Assert.Contains("there.results.v1 has 3 partitions, not 4. To do: ", output, StringComparison.Ordinal);
        (code, output, _) = await DoctorAsync("--kafka", broker.Address, "--topics", "missing");
        Assert.Equal(1, code);
        Assert.Contains("fault    Kafka: there is no topic missing.routes.v1. To do: create the topics with \"streamwatch topics create\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_wrong_use_all_told_at_once()
    {
        var (code, _, error) = await DoctorAsync("--kafka", "kafka1:9092", "--partitions", "0", "--replication", "99", "--retention", "soon");
        Assert.Equal(2, code);
        Assert.All(["--partitions is 0", "--replication is 99", "--retention is \"soon\""], fault => Assert.Contains(fault, error, StringComparison.Ordinal));
        (code, _, error) = await DoctorAsync("--partitions", "4");
        Assert.Equal(2, code);
        Assert.Contains("name the brokers with --kafka", error, StringComparison.Ordinal);
    }

    static Task<(int Code, string Output, string Error)> DoctorAsync(params string[] words) => Storage.Program.RunAsync(["doctor", .. words]);
}
