using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Routing;

namespace StreamWatch.App.Collecting;

/// <summary>The feed as the decoder wants it: a struct, so that its calls are direct.</summary>
internal readonly struct CollectSink(RouteCollectFeed feed) : IArchiveSink
{
    public void BeginRecord(int file, in MrtHeader header, bool isPlausible) => feed.BeginRecord(file, header, isPlausible);

    public void EndRecord(int file, in MrtHeader header) => feed.EndRecord(file, header);

    public void EndFile(int file, long bytes, FeedTear? tear) => feed.EndFile(file, bytes, tear);

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) => feed.RibEntry(message, attributes, prefix);

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) => feed.Announcement(message, attributes, prefix);

    public void Withdrawal(MrtMessage message, in WirePrefix prefix) => feed.Withdrawal(message, prefix);

    public void PeerState(MrtMessage message, PeerState from, PeerState to) => feed.PeerState(message, from, to);

    public void EndOfRib(MrtMessage message, ushort afi, byte safi) => feed.EndOfRib(message, afi, safi);

    public void OtherMessage(MrtMessage message, BgpMessageType type)
    {
        // OPEN, KEEPALIVE and the like change no table.
    }

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix)
    {
        // No elem; its record follows in Rejected.
    }

    public void Rejected(in RejectedRecord record) => feed.Rejected(record);
}
