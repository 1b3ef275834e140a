using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;
using Xunit;

namespace StreamWatch.Tests.Bgp.Mrt.Writing;

/// <summary>Everything a decoder says about some bytes, a line each.</summary>
sealed class Decoded : IMrtSink
{
    readonly List<string> lines = [];

    Decoded()
    {
    }

    /// <summary>Decodes whole records from the start of the bytes to their end.</summary>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> bytes)
    {
        var sink = new Decoded();
        var decoder = new MrtDecoder<Decoded>();
        var offset = 0;
        while (offset < bytes.Length)
        {
            Assert.Equal(MrtHeaderStatus.Ok, MrtHeader.TryRead(bytes[offset..], offset, out var header));
            decoder.Decode(header, bytes.Slice(offset + header.HeaderLength, header.BodyLength), ref sink);
            offset += header.RecordLength;
        }

        Assert.Equal(bytes.Length, offset);
        return sink.lines;
    }

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        lines.Add(
            ElemText.Head(ElemType.RibEntry, message, prefix) + ElemText.Attributes(attributes)
            + $" since {message.OriginatedSeconds} index {message.PeerIndex}");

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        lines.Add(ElemText.Head(ElemType.Announcement, message, prefix) + ElemText.Attributes(attributes));

    public void Withdrawal(MrtMessage message, in WirePrefix prefix) => lines.Add(ElemText.Head(ElemType.Withdrawal, message, prefix));

    public void PeerState(MrtMessage message, PeerState from, PeerState to) =>
        lines.Add($"{from} to {to} at {message.TimeMicros} from {message.PeerAddress} AS{message.PeerAsn}");

    public void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
        // Not an elem: whether one is said follows from what else stands in the message.
    }

    public void OtherMessage(MrtMessage message, BgpMessageType type) => lines.Add($"{type} from {message.PeerAddress} AS{message.PeerAsn}");

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix) =>
        lines.Add("invalid prefix");

    public void Rejected(in RejectedRecord record) => lines.Add($"rejected: {record.Describe()}");
}
