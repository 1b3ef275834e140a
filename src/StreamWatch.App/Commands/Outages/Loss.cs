namespace StreamWatch.App.Commands.Outages;

/// <summary>What one peer said of one prefix around an outage; times are RFC 3339.</summary>
internal sealed record Loss
{
    public string Prefix { get; init; } = "";

    public string Collector { get; init; } = "";

    public uint PeerAsn { get; init; }

    public string Peer { get; init; } = "";

    public long Announcements { get; init; }

    public long Withdrawals { get; init; }

    /// <summary>First withdrawal from just before the onset on; null where the peer withdrew nothing.</summary>
    public string? LostAt { get; init; }

    /// <summary>Last withdrawal.</summary>
    public string? LastWithdrawnAt { get; init; }

    /// <summary>First announcement after the last withdrawal; null where there is none.</summary>
    public string? BackAt { get; init; }

    /// <summary>AS path of the last announcement.</summary>
    public string LastPath { get; init; } = "";
}
