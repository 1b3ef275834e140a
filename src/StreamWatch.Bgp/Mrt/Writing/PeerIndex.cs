using System.Net;

namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>The first record of a TABLE_DUMP_V2 file: the peers that its RIB entries refer to by index (RFC 6396 section 4.3.1).</summary>
/// <param name="CollectorBgpId">BGP identifier of the collector.</param>
/// <param name="ViewName">UTF-8, up to 65535 bytes; usually empty.</param>
/// <param name="Peers">Up to 65535 peers.</param>
public sealed record PeerIndex(IPAddress CollectorBgpId, string ViewName, IReadOnlyList<IndexedPeer> Peers);
