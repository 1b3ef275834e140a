namespace StreamWatch.Domain.Probing;

/// <summary>What a probe speaks. The values are stored.</summary>
public enum ProbeProtocol : byte
{
    Icmp = 1,
    Tcp = 2,
    Http = 3,
    Https = 4,
    Smtp = 5,
    Smtps = 6,
    Imap = 7,
    Imaps = 8,
    Dns = 9,
    Ntp = 10,
}
