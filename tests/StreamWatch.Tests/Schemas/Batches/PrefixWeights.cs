using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Schemas.Batches;

/// <summary>How many elems the prefixes and the origins of MRT files have.</summary>
sealed class PrefixWeights
{
    public Dictionary<Prefix, double> Prefixes { get; } = [];

    public Dictionary<uint, double> Origins { get; } = [];

    public static PrefixWeights Of(IEnumerable<string> files)
    {
        var weights = new PrefixWeights();
        foreach (var file in files)
        {
            using var reader = MrtFileReader.Open(file);
            var decoder = new MrtDecoder<Sink>();
            var sink = new Sink(weights);
            while (reader.TryRead(out var header, out var body))
            {
                decoder.Decode(header, body, ref sink);
            }
        }

        return weights;
    }

    static void Count<T>(Dictionary<T, double> weights, T key)
        where T : notnull => weights[key] = weights.GetValueOrDefault(key) + 1;

    readonly struct Sink(PrefixWeights weights) : IMrtSink
    {
        public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) => Announcement(message, attributes, prefix);

        public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
        {
            Count(weights.Prefixes, prefix.Prefix);
            Count(weights.Origins, attributes.Path.OriginAsns is [var origin, ..] ? origin : message.PeerAsn);
        }

        public void Withdrawal(MrtMessage message, in WirePrefix prefix) => Count(weights.Prefixes, prefix.Prefix);

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
}
