using System.CommandLine;
using StreamWatch.App.Watching;
using StreamWatch.Kafka;

namespace StreamWatch.App.Commands.Settings;

/// <summary>The options that say which Kafka cluster a stage works with, and how its topics are called.</summary>
internal sealed class KafkaTarget
{
    public Option<string?> Servers { get; } = new("--kafka")
    {
        Description = "Kafka brokers to begin with.",
        HelpName = "HOST:PORT,...",
    };

    public Option<string> Topics { get; } = new("--topics")
    {
        Description = "What the names of the topics begin with.",
        HelpName = "PREFIX",
        DefaultValueFactory = _ => "streamwatch",
    };

    public Option<string> Security { get; } = new("--kafka-security")
    {
        Description = "plaintext, ssl, sasl_plaintext or sasl_ssl.",
        HelpName = "PROTOCOL",
        DefaultValueFactory = _ => "plaintext",
    };

    public Option<string?> CaFile { get; } = new("--kafka-ca-file")
    {
        Description = "Certificates (PEM) that the brokers' are signed by. Default: the system's.",
        HelpName = "FILE",
    };

    public Option<string> Sasl { get; } = new("--kafka-sasl")
    {
        Description = "plain, scram-sha-256 or scram-sha-512.",
        HelpName = "MECHANISM",
        DefaultValueFactory = _ => "plain",
    };

    public Option<string?> User { get; } = new("--kafka-user")
    {
        Description = "User for SASL. The password comes from STREAMWATCH_KAFKA_PASSWORD_FILE (or STREAMWATCH_KAFKA_PASSWORD).",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Servers);
        command.Options.Add(Topics);
        command.Options.Add(Security);
        command.Options.Add(CaFile);
        command.Options.Add(Sasl);
        command.Options.Add(User);
    }

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="purpose">The command's name, which becomes the client id <c>streamwatch-NAME</c>.</param>
    /// <exception cref="ConfigurationException">The settings cannot be used; every fault is told.</exception>
    /// <exception cref="KafkaUsageException">The password's file cannot be read.</exception>
    public KafkaSettings Read(ParseResult parsed, string purpose)
    {
        var faults = new List<string>();
        if (parsed.GetValue(Servers) is not { Length: > 0 } servers)
        {
            servers = null;
            faults.Add($"{purpose} needs --kafka HOST:PORT (or STREAMWATCH_KAFKA)");
        }

        var security = parsed.GetValue(Security) switch
        {
            "plaintext" => KafkaSecurity.Plaintext,
            "ssl" => KafkaSecurity.Ssl,
            "sasl_plaintext" => KafkaSecurity.SaslPlaintext,
            "sasl_ssl" => KafkaSecurity.SaslSsl,
            _ => Unknown<KafkaSecurity>(parsed, Security, "plaintext, ssl, sasl_plaintext and sasl_ssl", faults),
        };
        var sasl = parsed.GetValue(Sasl) switch
        {
            "plain" => SaslMechanism.Plain,
            "scram-sha-256" => SaslMechanism.ScramSha256,
            "scram-sha-512" => SaslMechanism.ScramSha512,
            _ => Unknown<SaslMechanism>(parsed, Sasl, "plain, scram-sha-256 and scram-sha-512", faults),
        };
        var settings = new KafkaSettings
        {
            BootstrapServers = servers ?? "none:1",
            ClientId = $"streamwatch-{purpose}",
            Security = security,
            CaFile = parsed.GetValue(CaFile),
            Sasl = sasl,
            User = parsed.GetValue(User),
            Password = KafkaSettings.PasswordFrom(Environment.GetEnvironmentVariable),
        };
        faults.AddRange(settings.Faults());
        return faults.Count == 0 ? settings : throw new ConfigurationException(faults);
    }

    /// <summary>What the names of the topics begin with.</summary>
    /// <exception cref="ConfigurationException">No topic may be called so.</exception>
    public string Prefix(ParseResult parsed)
    {
        var prefix = parsed.GetValue(Topics)!;
        return prefix.Length is > 0 and <= 200 && prefix.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
            ? prefix
            : throw new ConfigurationException([$"--topics is \"{prefix}\"; allowed are 1 to 200 letters, digits, dots, dashes and underscores"]);
    }

    private static T Unknown<T>(ParseResult parsed, Option<string> option, string allowed, List<string> faults)
        where T : struct
    {
        faults.Add($"{option.Name} is \"{parsed.GetValue(option)}\"; allowed are {allowed}");
        return default;
    }
}
