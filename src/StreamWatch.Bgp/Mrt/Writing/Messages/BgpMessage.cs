namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>A BGP message to be written; the closed list is <see cref="UpdateMessage"/>, <see cref="OpenMessage"/>,
/// <see cref="KeepaliveMessage"/> and <see cref="NotificationMessage"/> (RFC 4271 section 4).</summary>
public abstract record BgpMessage
{
    private protected BgpMessage(byte type) => Type = type;

    /// <summary>Message type code: 1 OPEN, 2 UPDATE, 3 NOTIFICATION, 4 KEEPALIVE.</summary>
    public byte Type { get; }
}
