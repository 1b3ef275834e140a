using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Text;

/// <summary>Passes elems to a <see cref="JsonElemWriter"/>. A struct, so that the decoder calls it directly.</summary>
/// <param name="writer">Writes the objects.</param>
public readonly struct JsonElemSink(JsonElemWriter writer) : IMrtSink
{
    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        writer.Route(ElemType.RibEntry, message, attributes, prefix);

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        writer.Route(ElemType.Announcement, message, attributes, prefix);

    public void Withdrawal(MrtMessage message, in WirePrefix prefix) => writer.Route(ElemType.Withdrawal, message, null, prefix);

    public void PeerState(MrtMessage message, PeerState from, PeerState to) => writer.State(message, from, to);

    public void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
        // No elem.
    }

    public void OtherMessage(MrtMessage message, BgpMessageType type)
    {
        // No elem.
    }

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix)
    {
        // No elem; the record is counted as rejected.
    }

    public void Rejected(in RejectedRecord record) => writer.Rejected(record);
}
