using System.Text;

namespace StreamWatch.Kafka;

/// <summary>How to reach the brokers of a Kafka cluster. The password comes from the environment or a file and stands in no log.</summary>
public sealed record KafkaSettings
{
    /// <summary>Some of the brokers, <c>host:port</c> with commas between; the others are learned from them.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>What the brokers call this program in their logs and quotas; default <c>streamwatch</c>.</summary>
    public string ClientId { get; init; } = "streamwatch";

    /// <summary>Default: <see cref="KafkaSecurity.Plaintext"/>.</summary>
    public KafkaSecurity Security { get; init; }

    /// <summary>File with the certificates (PEM) that the brokers' are signed by; default: those that the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>Default: <see cref="SaslMechanism.Plain"/>; used with the two SASL protocols alone.</summary>
    public SaslMechanism Sasl { get; init; }

    /// <summary>User; needed with the two SASL protocols.</summary>
    public string? User { get; init; }

    /// <summary>Password; needed with the two SASL protocols.</summary>
    public string? Password { get; init; }

    /// <summary>Whether a user has to be named.</summary>
    public bool NeedsUser => Security is KafkaSecurity.SaslPlaintext or KafkaSecurity.SaslSsl;

    /// <summary>
    /// The password from <c>STREAMWATCH_KAFKA_PASSWORD</c>, or from the file that <c>STREAMWATCH_KAFKA_PASSWORD_FILE</c> names; null where neither is set.
    /// </summary>
    /// <exception cref="KafkaUsageException">Both are set, or the file cannot be read.</exception>
    public static string? PasswordFrom(Func<string, string?> environment)
    {
        if (environment("STREAMWATCH_KAFKA_PASSWORD_FILE") is not { Length: > 0 } file)
        {
            return environment("STREAMWATCH_KAFKA_PASSWORD");
        }

        if (environment("STREAMWATCH_KAFKA_PASSWORD") is { Length: > 0 })
        {
            throw new KafkaUsageException("STREAMWATCH_KAFKA_PASSWORD and STREAMWATCH_KAFKA_PASSWORD_FILE are both set; set one of them");
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KafkaUsageException($"STREAMWATCH_KAFKA_PASSWORD_FILE names {file}, which cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// These settings as librdkafka names them, for clients that are not made here; the password is among them. The client library is looked for, as whoever uses it
    /// by itself has to do first.
    /// </summary>
    /// <exception cref="KafkaUsageException">They cannot be used, or the client library is not installed.</exception>
    public IReadOnlyDictionary<string, string> ForOtherClients() => ClientConfigs.Create(this);

    /// <summary>Every fault of these settings; none where they can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        foreach (var server in BootstrapServers.Split(','))
        {
            var colon = server.LastIndexOf(':');
            if (colon <= 0 || !ushort.TryParse(server.AsSpan(colon + 1), out var port) || port == 0)
            {
                faults.Add($"\"{server}\" is no broker; write host:port, with commas between several");
            }
        }

        if (NeedsUser && (string.IsNullOrEmpty(User) || string.IsNullOrEmpty(Password)))
        {
            faults.Add("SASL needs a user, and a password in STREAMWATCH_KAFKA_PASSWORD_FILE or STREAMWATCH_KAFKA_PASSWORD");
        }

        if (!NeedsUser && User is not null)
        {
            faults.Add("a user is named, which only the protocols sasl_ssl and sasl_plaintext tell the brokers");
        }

        if (CaFile is not null && !File.Exists(CaFile))
        {
            faults.Add($"the CA file {CaFile} does not exist");
        }

        return faults;
    }

    /// <summary>Everything but the password, for records print their members.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(BootstrapServers)} = {BootstrapServers}, {nameof(ClientId)} = {ClientId}, {nameof(Security)} = {Security}, "
            + $"{nameof(CaFile)} = {CaFile}, {nameof(Sasl)} = {Sasl}, {nameof(User)} = {User}");
        return true;
    }
}
