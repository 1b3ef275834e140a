namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>
/// Which of the eight BGP4MP message subtypes a message is written as (RFC 6396 section 4.4, RFC 8050 section 3).
/// </summary>
/// <param name="Asns">Width of the ASNs in the header and in AS_PATH and AGGREGATOR of the message.</param>
/// <param name="Local">The message was sent by the collector itself (subtypes ..._LOCAL).</param>
/// <param name="AddPath">Every prefix is preceded by its path identifier (RFC 7911 section 3).</param>
public readonly record struct MessageForm(AsnWidth Asns, bool Local = false, bool AddPath = false)
{
    internal ushort Subtype => (Asns == AsnWidth.FourBytes, Local, AddPath) switch
    {
        (false, false, false) => MrtSubtype.Message,
        (true, false, false) => MrtSubtype.MessageAs4,
        (false, true, false) => MrtSubtype.MessageLocal,
        (true, true, false) => MrtSubtype.MessageAs4Local,
        (false, false, true) => MrtSubtype.MessageAddPath,
        (true, false, true) => MrtSubtype.MessageAs4AddPath,
        (false, true, true) => MrtSubtype.MessageLocalAddPath,
        (true, true, true) => MrtSubtype.MessageAs4LocalAddPath,
    };
}
