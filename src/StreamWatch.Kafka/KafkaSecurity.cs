namespace StreamWatch.Kafka;

/// <summary>How the connection to the brokers is kept from others (setting <c>security.protocol</c>).</summary>
public enum KafkaSecurity
{
    /// <summary>Not at all.</summary>
    Plaintext,

    /// <summary>TLS.</summary>
    Ssl,

    /// <summary>User and password in the open: only on a network that nobody else is on.</summary>
    SaslPlaintext,

    /// <summary>TLS, user and password.</summary>
    SaslSsl,
}
