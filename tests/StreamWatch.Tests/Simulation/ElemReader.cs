using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;
using Xunit;

namespace StreamWatch.Tests.Simulation;

/// <summary>Reads all elems of a simulated data set in order of time: slow, and without any state of its own.</summary>
sealed class ElemReader : IMrtSink
{
    readonly List<SimulatedElem> elems = [];
    string collector = string.Empty;

    public static IReadOnlyList<SimulatedElem> Read(SimulatedSet set)
    {
        var reader = new ElemReader();
        foreach (var path in set.Files)
        {
            reader.collector = Path.GetDirectoryName(path)!;
            reader.Read(File.ReadAllBytes(Path.Combine(set.Folder.FullName, path)));
        }

        // Stable: what one collector wrote in one second keeps its order, and tables stand before updates.
        return [.. reader.elems.OrderBy(elem => elem.Time)];
    }

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        Add(message, ElemType.RibEntry, prefix.Prefix, attributes.Path.Asns.ToArray());

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        Add(message, ElemType.Announcement, prefix.Prefix, attributes.Path.Asns.ToArray());

    public void Withdrawal(MrtMessage message, in WirePrefix prefix) => Add(message, ElemType.Withdrawal, prefix.Prefix, []);

    public void PeerState(MrtMessage message, PeerState from, PeerState to) =>
        Add(message, ElemType.PeerState, default, [], to == StreamWatch.Domain.Routing.PeerState.Established);

    public void EndOfRib(MrtMessage message, ushort afi, byte safi) => Assert.Fail("no simulated file has an end-of-RIB marker");

    public void OtherMessage(MrtMessage message, BgpMessageType type) => Assert.Fail($"no simulated file has a message of type {type}");

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix) =>
        Assert.Fail("an invalid prefix");

    public void Rejected(in RejectedRecord record) => Assert.Fail(record.Describe());

    void Read(ReadOnlySpan<byte> bytes)
    {
        var decoder = new MrtDecoder<ElemReader>();
        var sink = this;
        for (var offset = 0; offset < bytes.Length;)
        {
            Assert.Equal(MrtHeaderStatus.Ok, MrtHeader.TryRead(bytes[offset..], offset, out var header));
            decoder.Decode(header, bytes.Slice(offset + header.HeaderLength, header.BodyLength), ref sink);
            offset += header.RecordLength;
        }
    }

    void Add(MrtMessage message, ElemType type, Prefix prefix, uint[] path, bool up = false) => elems.Add(new SimulatedElem(
        DateTimeOffset.UnixEpoch.AddMicroseconds(message.TimeMicros), $"{collector}/AS{message.PeerAsn}/{message.PeerAddress}",
        message.PeerAddress.Family, type, prefix, path, up));
}
