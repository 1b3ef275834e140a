namespace StreamWatch.Collectors.Feeds;

/// <summary>How a feed file is packed. Found by its first bytes; its name does not count.</summary>
public enum Compression
{
    None,

    /// <summary>RFC 1952; several members one after the other are one stream.</summary>
    Gzip,

    /// <summary>bzip2; several streams one after the other are one stream.</summary>
    Bzip2,
}
