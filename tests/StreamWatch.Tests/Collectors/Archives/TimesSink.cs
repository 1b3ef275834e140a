using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Collectors.Archives;

/// <summary>Notes the times of records and whether they are believed.</summary>
readonly struct TimesSink() : IArchiveSink
{
    public List<(int Days, bool IsPlausible)> Times { get; } = [];

    public void BeginRecord(int file, in MrtHeader header, bool isPlausible) => Times.Add(((int)((header.TimeMicros / 1_000_000 - 1_203_498_000) / 86_400), isPlausible));

    public void EndRecord(int file, in MrtHeader header)
    {
    }

    public void EndFile(int file, long bytes, FeedTear? tear)
    {
    }

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
    }

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
    }

    public void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
    }

    public void PeerState(MrtMessage message, PeerState from, PeerState to)
    {
    }

    public void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
    }

    public void OtherMessage(MrtMessage message, BgpMessageType type)
    {
    }

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix)
    {
    }

    public void Rejected(in RejectedRecord record)
    {
    }
}
