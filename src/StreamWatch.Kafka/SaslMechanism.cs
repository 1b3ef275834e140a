namespace StreamWatch.Kafka;

/// <summary>How user and password are told to the brokers (setting <c>sasl.mechanism</c>).</summary>
public enum SaslMechanism
{
    /// <summary>RFC 4616: as they are.</summary>
    Plain,

    /// <summary>RFC 7677.</summary>
    ScramSha256,

    /// <summary>As <see cref="ScramSha256"/> with SHA-512.</summary>
    ScramSha512,
}
