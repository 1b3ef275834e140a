namespace StreamWatch.Collectors.Probing;

/// <summary>What an attempt goes through, in this order; not every protocol has every step.</summary>
public enum ProbeStep : byte
{
    /// <summary>A socket is opened, or not; nothing was sent.</summary>
    Start = 0,

    /// <summary>The host's name is looked up.</summary>
    Resolve = 1,

    /// <summary>The TCP handshake.</summary>
    Connect = 2,

    /// <summary>The TLS handshake.</summary>
    Tls = 3,

    /// <summary>Waiting for the first byte of the answer.</summary>
    FirstByte = 4,

    /// <summary>Reading and judging the rest of it.</summary>
    Answer = 5,
}
