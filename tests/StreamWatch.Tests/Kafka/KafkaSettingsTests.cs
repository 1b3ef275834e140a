using StreamWatch.Kafka;
using Xunit;

namespace StreamWatch.Tests.Kafka;

/// <summary>What may be set, and that the password stays where it is.</summary>
public sealed class KafkaSettingsTests
{
    [Theory]
    [InlineData("kafka:9092", 0)]
    [InlineData("kafka1:9092,kafka2:9092,[::1]:9092", 0)]
    [InlineData("kafka", 1)]
    [InlineData("kafka:0,kafka:65536,:9092", 3)]
    public void Brokers_are_hosts_with_ports(string servers, int faults) => Assert.Equal(faults, new KafkaSettings { BootstrapServers = servers }.Faults().Count);

    [Fact]
    public void The_password_is_never_printed()
    {
        var settings = new KafkaSettings { BootstrapServers = "kafka", Security = KafkaSecurity.SaslSsl, User = "me", Password = "hush-hush", CaFile = "none" };
        Assert.DoesNotContain("hush", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", string.Join(' ', settings.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_comes_from_a_file_or_the_environment()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "from-file\n");
            var environment = new Dictionary<string, string> { ["STREAMWATCH_KAFKA_PASSWORD"] = "from-environment" };
            Assert.Null(KafkaSettings.PasswordFrom(_ => null));
            Assert.Equal("from-environment", KafkaSettings.PasswordFrom(environment.GetValueOrDefault));
            environment["STREAMWATCH_KAFKA_PASSWORD_FILE"] = file;
            Assert.Throws<KafkaUsageException>(() => KafkaSettings.PasswordFrom(environment.GetValueOrDefault));
            environment.Remove("STREAMWATCH_KAFKA_PASSWORD");
            Assert.Equal("from-file", KafkaSettings.PasswordFrom(environment.GetValueOrDefault));
            environment["STREAMWATCH_KAFKA_PASSWORD_FILE"] = file + ".missing";
            Assert.False(Assert.Throws<KafkaUsageException>(() => KafkaSettings.PasswordFrom(environment.GetValueOrDefault)).IsRetryable);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_user_goes_with_SASL_alone()
    {
        var settings = new KafkaSettings { BootstrapServers = "kafka:9092" };
        Assert.Single((settings with { User = "me" }).Faults());
        Assert.Single((settings with { Security = KafkaSecurity.SaslSsl, User = "me" }).Faults());
        Assert.Empty((settings with { Security = KafkaSecurity.SaslSsl, User = "me", Password = "p" }).Faults());
    }
}
