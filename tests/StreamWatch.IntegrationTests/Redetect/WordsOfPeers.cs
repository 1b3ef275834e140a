using System.Buffers;
using System.Globalization;
using System.Net;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary>
/// A file of updates in which two peers say many things within few seconds, some of them out of order: announcements, withdrawals, changes of the
/// session, End-of-RIB markers, tables, and what no detection uses. Beside it what each of them is to the detection, in the order of the file.
/// </summary>
sealed class WordsOfPeers
{
    public const uint Start = 1_700_000_000;

    const uint Day = 86_400;

    static readonly Bgp4MpSession[] Sessions =
    [
        new(65001, IPAddress.Parse("10.0.0.1"), 64496, IPAddress.Parse("10.0.0.9")),
        new(4_200_000_001, IPAddress.Parse("2001:db8::1"), 64496, IPAddress.Parse("2001:db8::9")),
    ];

    static readonly string[] Networks = ["10.1.0.0/16", "10.2.0.0/24", "0.0.0.0/0", "2001:db8:1::/48", "::/0", "::ffff:10.0.0.0/112"];

    readonly ArrayBufferWriter<byte> _bytes = new();
    readonly MrtWriter _writer;
    readonly Random _dice;

    public WordsOfPeers(int seed, int records)
    {
        _writer = new MrtWriter(_bytes);
        _dice = new Random(seed);
        WriteTable(Start);
        for (var i = 0; i < records; i++)
        {
            WriteRecord(Start + (uint)(i / 12) + (uint)_dice.Next(0, 2));
        }

        WriteTable(Start + (uint)(records / 12) + 10);
    }

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Seconds, peer, what it said, and the prefix, empty for words on the session.</summary>
    public List<(uint Seconds, uint Peer, string Word, string Prefix)> Said { get; } = [];

    /// <summary>Times at which a table was complete.</summary>
    public List<uint> TableEnds { get; } = [];

    void WriteRecord(uint time)
    {
        var session = Sessions[_dice.Next(Sessions.Length)];
        var network = Prefix.Parse(Networks[_dice.Next(Networks.Length)]);
        var form = new MessageForm(AsnWidth.FourBytes);
        switch (_dice.Next(12))
        {
            case < 4:
                var (path, word) = Route(session.PeerAsn);
                _writer.WriteMessage(new MrtTime(time), session, form, Announcement(network, path));
                Said.Add((time, session.PeerAsn, word, network.ToString()));
                break;
            case < 7:
                _writer.WriteMessage(new MrtTime(time), session, form, Withdrawal(network));
                Said.Add((time, session.PeerAsn, "Withdrawal 0", network.ToString()));
                break;
            case 7:
                // Both in one message: what is withdrawn comes first.
                (path, word) = Route(session.PeerAsn);
                var first = Prefix.Parse(Networks[0]);
                _writer.WriteMessage(new MrtTime(time), session, form, new UpdateMessage([first], Attributes(path), [first]));
                Said.Add((time, session.PeerAsn, "Withdrawal 0", Networks[0]));
                Said.Add((time, session.PeerAsn, word, Networks[0]));
                break;
            case 8:
                var (from, to) = ((PeerState)_dice.Next(1, 7), (PeerState)_dice.Next(1, 7));
                _writer.WriteStateChange(new MrtTime(time), session, AsnWidth.FourBytes, from, to);
                Said.Add((time, session.PeerAsn, $"{SessionChange.Kind(from, to)?.ToString() ?? "none"} 0", ""));
                break;
            case 9:
                _writer.WriteMessage(new MrtTime(time), session, form, new UpdateMessage([], AttributeSet.None, []));
                Said.Add((time, session.PeerAsn, "EndOfRib 0", ""));
                break;
            case 10:
                // What the route collector itself sent, and what it heard of multicast, decide nothing.
                _writer.WriteMessage(new MrtTime(time), session, form with { Local = true }, Withdrawal(network));
                _writer.WriteMessage(new MrtTime(time), session, form, new UpdateMessage([], AttributeSet.None with { MpUnreach = new MpUnreach(network.Family, [network], Safi: 2) }, []));
                break;
            default:
                // One record of a time that is not believed.
                _writer.WriteMessage(new MrtTime(time + (9 * Day)), session, form, Withdrawal(network));
                _writer.WriteStateChange(new MrtTime(time + (9 * Day)), session, AsnWidth.FourBytes, PeerState.Established, PeerState.Idle);
                break;
        }
    }

    void WriteTable(uint time)
    {
        _writer.WritePeerIndexTable(time, new PeerIndex(IPAddress.Parse("10.0.0.9"), "", [.. Sessions.Select(session => new IndexedPeer(IPAddress.Loopback, session.PeerAddress, session.PeerAsn))]));
        for (var number = 0; number < Networks.Length; number++)
        {
            var entries = new List<RibEntry>();
            foreach (var session in Sessions)
            {
                var (path, word) = Route(session.PeerAsn);
                entries.Add(new RibEntry((ushort)Array.IndexOf(Sessions, session), time, Attributes(path)));
                Said.Add((time, session.PeerAsn, word.Replace("Announcement", "RibEntry", StringComparison.Ordinal), Networks[number]));
            }

            _writer.WriteRib(time, (uint)number, Prefix.Parse(Networks[number]), entries);
        }

        TableEnds.Add(time);
    }

    /// <summary>A path and what it says of the origin: one, several, or none, which is the peer itself.</summary>
    (PathValue Path, string Word) Route(uint peer)
    {
        var origin = (uint)_dice.Next(1, 1000);
        return _dice.Next(4) switch
        {
            0 => (new PathValue([]), string.Create(CultureInfo.InvariantCulture, $"Announcement {peer}")),
            1 => (new PathValue([new(PathSegmentType.Sequence, [peer]), new(PathSegmentType.Set, [origin, origin + 1])]), string.Create(CultureInfo.InvariantCulture, $"Announcement {origin},{origin + 1}")),
            _ => (PathValue.Of(peer, origin), string.Create(CultureInfo.InvariantCulture, $"Announcement {origin}")),
        };
    }

    static AttributeSet Attributes(PathValue path) => new() { Origin = OriginCode.Igp, AsPath = path, NextHop = IPAddress.Parse("10.0.0.1") };

    static UpdateMessage Announcement(Prefix network, PathValue path) => network.Family == AddressFamily.IPv4
        ? new UpdateMessage([], Attributes(path), [network])
        : new UpdateMessage([], Attributes(path) with { MpReach = new MpReach(AddressFamily.IPv6, [IPAddress.Parse("2001:db8::1")], [network]) }, []);

    static UpdateMessage Withdrawal(Prefix network) => network.Family == AddressFamily.IPv4
        ? new UpdateMessage([network], AttributeSet.None, [])
        : new UpdateMessage([], AttributeSet.None with { MpUnreach = new MpUnreach(AddressFamily.IPv6, [network]) }, []);
}
