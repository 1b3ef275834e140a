using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using View = StreamWatch.Schemas.Contracts.View;

namespace StreamWatch.Topology.Buckets;

/// <summary>Keys of views as the contracts carry them.</summary>
internal static class ViewCodec
{
    public static View Of(ViewKey key) => new()
    {
        Collector = key.Collector,
        PeerAsn = key.Asn,
        PeerAddress = key.Address.Equals(System.Net.IPAddress.None) ? Google.Protobuf.ByteString.Empty : PackedAddress.Pack(RouteAddress.From(key.Address)),
    };

    /// <exception cref="ContractException">Its address is none.</exception>
    public static ViewKey Read(View view) => new(view.Collector, view.PeerAsn, PackedAddress.Unpack(view.PeerAddress.Span).ToIPAddress());
}
