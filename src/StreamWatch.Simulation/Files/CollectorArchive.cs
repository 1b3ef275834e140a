using System.Buffers;
using System.Globalization;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Files;

/// <summary>
/// The files of one collector: <c>updates.YYYYMMDD.HHMM</c> one after the other, uncompressed, and a table where asked for.
/// The time in the name is the start of the file, UTC; a record stands in the file whose stretch its time falls into.
/// </summary>
internal sealed class CollectorArchive
{
    /// <summary>Keeps every UPDATE under the 4096 bytes of RFC 4271 section 4.</summary>
    private const int PrefixesPerMessage = 120;

    private readonly SimulatedCollector _collector;
    private readonly SimulationWindow _window;
    private readonly DirectoryInfo _folder;
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);
    private readonly HashSet<DateTimeOffset> _lost = [];
    private readonly MrtWriter _writer;
    private DateTimeOffset _start;

    public CollectorArchive(SimulatedCollector collector, SimulationWindow window, DirectoryInfo folder)
    {
        _collector = collector;
        _window = window;
        _folder = new DirectoryInfo(Path.Combine(folder.FullName, collector.Name));
        _start = window.Start;
        _writer = new MrtWriter(_bytes);
    }

    /// <summary>Elems in the files, those of lost files included.</summary>
    public long Elems { get; private set; }

    public int FilesWritten { get; private set; }

    private AsnWidth Asns => _collector.Style == RecordStyle.TwoByte ? AsnWidth.TwoBytes : AsnWidth.FourBytes;

    public void Lose(DateTimeOffset start) => _lost.Add(start);

    public void Write(DateTimeOffset time, SimulatedPeer peer, SimulatedRoute route, IReadOnlyList<int> prefixes, Network network)
    {
        Turn(time);
        for (var first = 0; first < prefixes.Count; first += PrefixesPerMessage)
        {
            List<Nlri> part = [.. prefixes.Skip(first).Take(PrefixesPerMessage).Select(index => (Nlri)network.Prefixes[index].Prefix)];
            _writer.WriteMessage(Time(time), SessionOf(peer), new MessageForm(Asns), Update(peer, route, part, network));
            Elems += part.Count;
        }
    }

    public void WriteState(DateTimeOffset time, SimulatedPeer peer, PeerState from, PeerState to)
    {
        Turn(time);
        _writer.WriteStateChange(Time(time), SessionOf(peer), Asns, from, to);
        Elems++;
    }

    /// <summary>Writes the table at the start of the window as TABLE_DUMP_V2.</summary>
    public void WriteTable(Network network, Func<SimulatedPeer, SimulatedPrefix, SimulatedRoute> sent)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        var writer = new MrtWriter(bytes);
        var seconds = MrtTime.Plain(_window.Start).Seconds;
        List<SimulatedPeer> peers = [.. network.PeersOf(_collector).Where(peer => peer.UpAtStart)];
        writer.WritePeerIndexTable(seconds, new PeerIndex(
            _collector.IPv4, string.Empty, [.. peers.Select(peer => new IndexedPeer(peer.BgpId, peer.Address, peer.Asn))]));
        var entries = new List<RibEntry>();
        uint sequence = 0;
        foreach (var prefix in network.Prefixes.OrderBy(prefix => prefix.Prefix))
        {
            entries.Clear();
            for (var i = 0; i < peers.Count; i++)
            {
                var route = sent(peers[i], prefix);
                if (route.Exists)
                {
                    entries.Add(new RibEntry((ushort)i, seconds - 3600, Attributes(peers[i], route, [], network)));
                }
            }

            if (entries.Count > 0)
            {
                writer.WriteRib(seconds, sequence++, prefix.Prefix, entries);
                Elems += entries.Count;
            }
        }

        Save($"{_collector.TableFilePrefix}.{Stamp(_window.Start)}", bytes.WrittenSpan);
    }

    /// <summary>Writes the files up to the end of the window.</summary>
    public void Close() => Turn(_window.End);

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd.HHmm", CultureInfo.InvariantCulture);

    private static AttributeSet Attributes(SimulatedPeer peer, SimulatedRoute route, IReadOnlyList<Nlri> prefixes, Network network)
    {
        var attributes = network.Paths.AttributesOf(peer, route);
        return peer.Family == AddressFamily.IPv4
            ? attributes
            : attributes with { MpReach = new MpReach(AddressFamily.IPv6, [peer.Address], prefixes) };
    }

    private UpdateMessage Update(SimulatedPeer peer, SimulatedRoute route, List<Nlri> prefixes, Network network)
    {
        if (!route.Exists)
        {
            return peer.Family == AddressFamily.IPv4
                ? new UpdateMessage(prefixes, AttributeSet.None, [])
                : new UpdateMessage([], AttributeSet.None with { MpUnreach = new MpUnreach(AddressFamily.IPv6, prefixes) }, []);
        }

        var attributes = Attributes(peer, route, prefixes, network);
        return new UpdateMessage(
            [],
            Asns == AsnWidth.TwoBytes ? attributes.ForTwoByteAsns() : attributes,
            peer.Family == AddressFamily.IPv4 ? prefixes : []);
    }

    private MrtTime Time(DateTimeOffset time) =>
        _collector.Style == RecordStyle.Extended ? MrtTime.Extended(time) : MrtTime.Plain(time);

    private Bgp4MpSession SessionOf(SimulatedPeer peer) => new(
        peer.Asn, peer.Address, _collector.Asn, peer.Family == AddressFamily.IPv4 ? _collector.IPv4 : _collector.IPv6);

    private void Turn(DateTimeOffset time)
    {
        while (time >= _start + _window.FileLength)
        {
            if (!_lost.Contains(_start))
            {
                Save($"updates.{Stamp(_start)}", _bytes.WrittenSpan);
            }

            _bytes.ResetWrittenCount();
            _start += _window.FileLength;
        }
    }

    private void Save(string name, ReadOnlySpan<byte> bytes)
    {
        _folder.Create();
        File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);
        FilesWritten++;
    }
}
