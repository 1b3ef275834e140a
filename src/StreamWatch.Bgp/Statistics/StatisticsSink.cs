using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts what a decoder finds. A struct, so that the decoder calls it directly.</summary>
public struct StatisticsSink : IMrtSink
{
    private readonly MrtStatistics statistics;
    private long messageId;

    /// <param name="statistics">Where it is counted.</param>
    public StatisticsSink(MrtStatistics statistics) => this.statistics = statistics;

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        statistics.RibEntries++;
        Count(message, attributes, prefix);
    }

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        statistics.Announcements++;
        Count(message, attributes, prefix);
    }

    public void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
        statistics.Withdrawals++;
        Count(message, null, prefix);
    }

    public readonly void PeerState(MrtMessage message, PeerState from, PeerState to)
    {
        statistics.PeerStates++;
        statistics.Peer(message);
    }

    public readonly void EndOfRib(MrtMessage message, ushort afi, byte safi) => statistics.EndOfRibs++;

    public readonly void OtherMessage(MrtMessage message, BgpMessageType type)
    {
        statistics.OtherMessages++;
        statistics.Peer(message);
    }

    public readonly void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix)
    {
        // No elem; the record is counted as rejected.
    }

    public readonly void Rejected(in RejectedRecord record)
    {
        statistics.RejectedRecords++;
        statistics.FirstRejected ??= record.Describe();
    }

    private void Count(MrtMessage message, PathAttributes? attributes, in WirePrefix prefix)
    {
        if (message.Id != messageId)
        {
            messageId = message.Id;
            statistics.Peer(message);
            if (attributes is not null)
            {
                foreach (var asn in attributes.Path.Asns)
                {
                    statistics.PathAsns.Add(asn);
                }

                foreach (var asn in attributes.Path.OriginAsns)
                {
                    statistics.OriginAsns.Add(asn);
                }
            }
        }

        if (prefix.Family == AddressFamily.IPv4)
        {
            statistics.IPv4Prefixes.Add(prefix.High, prefix.Length);
        }
        else
        {
            statistics.IPv6Prefixes.Add(prefix.Prefix);
        }
    }
}
