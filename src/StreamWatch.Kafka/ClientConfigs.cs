using System.Globalization;

namespace StreamWatch.Kafka;

/// <summary>The client library's settings that all three kinds of client share.</summary>
internal static class ClientConfigs
{
    /// <summary>Settings to begin with; the numbers are milliseconds.</summary>
    /// <exception cref="KafkaUsageException">The settings cannot be used, or the client library is not installed.</exception>
    public static Dictionary<string, string> Create(KafkaSettings settings)
    {
        KafkaLibrary.Require();
        if (settings.Faults() is { Count: > 0 } faults)
        {
            throw new KafkaUsageException($"the Kafka settings are wrong: {string.Join("; ", faults)}");
        }

        var config = new Dictionary<string, string>
        {
            ["bootstrap.servers"] = settings.BootstrapServers,
            ["client.id"] = settings.ClientId,
            ["security.protocol"] = settings.Security switch
            {
                KafkaSecurity.Ssl => "ssl",
                KafkaSecurity.SaslPlaintext => "sasl_plaintext",
                KafkaSecurity.SaslSsl => "sasl_ssl",
                _ => "plaintext",
            },
            // a broker that was away is found again within two seconds, not ten
            ["reconnect.backoff.ms"] = "100",
            ["reconnect.backoff.max.ms"] = "2000",
            ["socket.keepalive.enable"] = "true",
            ["log.connection.close"] = "false",
        };
        if (settings.CaFile is not null)
        {
            config["ssl.ca.location"] = settings.CaFile;
        }

        if (settings.NeedsUser)
        {
            config["sasl.mechanism"] = settings.Sasl switch
            {
                SaslMechanism.ScramSha256 => "SCRAM-SHA-256",
                SaslMechanism.ScramSha512 => "SCRAM-SHA-512",
                _ => "PLAIN",
            };
            config["sasl.username"] = settings.User!;
            config["sasl.password"] = settings.Password!;
        }

        return config;
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
