using System.Runtime.CompilerServices;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts what a decoder finds. A struct, so that the decoder calls it directly; one for each file.</summary>
public struct StatisticsSink : IMrtSink
{
    private readonly StatisticsCollector collector;
    private readonly MrtStatistics file;
    private readonly IPv4PrefixCounter ipv4;
    private long messageId;

    internal StatisticsSink(StatisticsCollector collector)
    {
        this.collector = collector;
        file = collector.File;
        ipv4 = collector.IPv4Prefixes;
    }

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        file.RibEntries++;
        Count(message, attributes, prefix);
    }

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        file.Announcements++;
        Count(message, attributes, prefix);
    }

    public void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
        file.Withdrawals++;
        Count(message, null, prefix);
    }

    public readonly void PeerState(MrtMessage message, PeerState from, PeerState to)
    {
        file.PeerStates++;
        collector.Peers.Add(message.PeerAddress, message.PeerAsn);
    }

    public readonly void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
        file.EndOfRibs++;
        collector.Peers.Add(message.PeerAddress, message.PeerAsn);
    }

    public readonly void OtherMessage(MrtMessage message, BgpMessageType type)
    {
        file.OtherMessages++;
        collector.Peers.Add(message.PeerAddress, message.PeerAsn);
    }

    public readonly void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix)
    {
        // No elem; the record is counted as rejected.
    }

    public readonly void Rejected(in RejectedRecord record)
    {
        file.RejectedRecords++;
        file.FirstRejected ??= record.Describe();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(MrtMessage message, PathAttributes? attributes, in WirePrefix prefix)
    {
        if (message.Id != messageId)
        {
            messageId = message.Id;
            CountMessage(message, attributes);
        }

        if (prefix.Family == AddressFamily.IPv4)
        {
            ipv4.Add(prefix.High, prefix.Length);
        }
        else
        {
            collector.IPv6Prefixes.Add(prefix.Prefix);
        }
    }

    private readonly void CountMessage(MrtMessage message, PathAttributes? attributes)
    {
        collector.Peers.Add(message.PeerAddress, message.PeerAsn);
        if (attributes is null)
        {
            return;
        }

        var all = collector.PathAsns;
        foreach (var asn in attributes.Path.Asns)
        {
            all.Add(asn);
        }

        foreach (var asn in attributes.Path.OriginAsns)
        {
            collector.OriginAsns.Add(asn);
        }
    }
}
