using System.Net;
using System.Net.Sockets;

namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>An IP address: its bytes, and the scope of an IPv6 one, where it is mentioned first.</summary>
internal sealed class AddressCodec : ObjectCodec
{
    private const int IPv4Bytes = 4;
    private const int IPv6Bytes = 16;

    public override void WriteShape(StateWriter to, object value)
    {
        var address = (IPAddress)value;
        var bytes = address.GetAddressBytes();
        to.Frames.Byte((byte)bytes.Length);
        to.Frames.Bytes(bytes);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            to.Frames.Number((ulong)address.ScopeId);
        }
    }

    public override object Make(StateReader from, out long promised)
    {
        promised = 0;
        var length = from.Frames.Byte();
        if (length is not (IPv4Bytes or IPv6Bytes))
        {
            throw new CheckpointException($"the snapshot is damaged: an address of {length} bytes");
        }

        var bytes = new byte[length];
        from.Frames.Bytes(bytes);
        return length == IPv4Bytes ? new IPAddress(bytes) : new IPAddress(bytes, (long)from.Frames.Number());
    }

    public override void Write(StateWriter to, object value)
    {
    }

    public override void Read(StateReader from, object value)
    {
    }
}
