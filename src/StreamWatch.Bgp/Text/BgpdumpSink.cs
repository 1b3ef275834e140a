using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Text;

/// <summary>Passes elems to a <see cref="BgpdumpWriter"/>. A struct, so that the decoder calls it directly.</summary>
/// <param name="writer">Writes the lines.</param>
public readonly struct BgpdumpSink(BgpdumpWriter writer) : IMrtSink
{
    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) => writer.RibEntry(message, attributes, prefix);

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        writer.Announcement(message, attributes, prefix);

    public void Withdrawal(MrtMessage message, in WirePrefix prefix) => writer.Withdrawal(message, prefix);

    public void PeerState(MrtMessage message, PeerState from, PeerState to) => writer.State(message, from, to);

    public void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
        // bgpdump prints nothing for it.
    }

    public void OtherMessage(MrtMessage message, BgpMessageType type)
    {
        // bgpdump prints nothing for it.
    }

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix)
    {
        switch (type)
        {
            case ElemType.RibEntry:
                writer.RibEntry(message, attributes, prefix);
                break;
            case ElemType.Announcement:
                writer.Announcement(message, attributes, prefix);
                break;
            default:
                writer.Withdrawal(message, prefix);
                break;
        }
    }

    public void Rejected(in RejectedRecord record) => writer.Rejected(record);
}
