using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StreamWatch.Domain.Routing;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>Sources and elems that are told apart by a number, so that a lost or doubled one shows.</summary>
static class Numbered
{
    const long Start = 1_203_500_000_000_000;

    public static SourceDescription Source(string name) =>
        new(SourceKind.File, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))), name, "rrc00", 1000);

    /// <summary>Elems <paramref name="from"/> to <paramref name="to"/> (exclusive), one second apart.</summary>
    public static ElemBlock Elems(int from, int to, long secondsApart = 1)
    {
        var block = new ElemBlock { Collector = "rrc00" };
        for (var i = from; i < to; i++)
        {
            block.Append(new ElemRow
            {
                ReceivedAtMicroseconds = Start + (i * secondsApart * 1_000_000),
                PeerAsn = 65001,
                PeerAddress = RouteAddress.IPv4(0x0A000001),
                Type = ElemType.Announcement,
                Prefix = Prefix.IPv4((uint)i << 8, 24),
                AsPath = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"65001 {i}")),
                OriginAsns = [(uint)i],
            });
        }

        return block;
    }
}
