using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Routes;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine;
using StreamWatch.Simulation.Truth;
using StreamWatch.Tests.Engine.Stories;
using StreamWatch.Tests.Simulation;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>Carries a simulated data set from its files to the engine, file by file.</summary>
sealed class SimulatedReplay : IMrtSink
{
    readonly List<(string Collector, RouteEvent Event)> _events = [];
    readonly RouteEventMapper _map;
    string _collector = "";
    RouteEvent? _lastEntry;

    SimulatedReplay(RoutingEngine engine) => _map = new RouteEventMapper(engine.Detector.AddView);

    public static Findings Play(SimulatedSet set, DetectionOptions options)
    {
        var findings = new Findings();
        var engine = new RoutingEngine(options, findings);
        var sources = set.Result.Truth.Collectors.ToDictionary(collector => collector.Name, _ => engine.DeclareSource());
        var replay = new SimulatedReplay(engine);
        foreach (var path in set.Files)
        {
            replay.Read(path, File.ReadAllBytes(Path.Combine(set.Folder.FullName, path)));
        }

        foreach (var gap in set.Result.Truth.NotOutages.Where(happening => happening.Label == Labels.MissingFile))
        {
            engine.Detector.DeclareUncovered(gap.Collectors[0], Micros(gap.Start), Micros(gap.End));
        }

        foreach (var (collector, e) in replay._events.OrderBy(e => e.Event.ReceivedAtMicros))
        {
            engine.Submit(sources[collector], e);
        }

        engine.Complete();
        findings.LateEvents = engine.LateEvents;
        return findings;
    }

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        Assert.True(_map.TryMap(_collector, message, attributes, prefix, RouteEventKind.RibEntry, out var e));
        _lastEntry = e;
        _events.Add((_collector, e));
    }

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        Assert.True(_map.TryMap(_collector, message, attributes, prefix, RouteEventKind.Announcement, out var e));
        _events.Add((_collector, e));
    }

    public void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
        Assert.True(_map.TryMap(_collector, message, prefix, out var e));
        _events.Add((_collector, e));
    }

    public void PeerState(MrtMessage message, PeerState from, PeerState to)
    {
        if (_map.TryMap(_collector, message, from, to, out var e))
        {
            _events.Add((_collector, e));
        }
    }

    public void EndOfRib(MrtMessage message, ushort afi, byte safi) =>
        _events.Add((_collector, _map.Map(_collector, message, RouteEventKind.EndOfRib)));

    public void OtherMessage(MrtMessage message, BgpMessageType type)
    {
    }

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix) => Assert.Fail("an invalid prefix");

    public void Rejected(in RejectedRecord record) => Assert.Fail(record.Describe());

    static long Micros(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    void Read(string path, ReadOnlySpan<byte> bytes)
    {
        _collector = path.Split(Path.DirectorySeparatorChar)[0];
        _lastEntry = null;
        var decoder = new MrtDecoder<SimulatedReplay>();
        var sink = this;
        for (var offset = 0; offset < bytes.Length;)
        {
            Assert.Equal(MrtHeaderStatus.Ok, MrtHeader.TryRead(bytes[offset..], offset, out var header));
            decoder.Decode(header, bytes.Slice(offset + header.HeaderLength, header.BodyLength), ref sink);
            offset += header.RecordLength;
        }

        if (_lastEntry is { } entry)
        {
            _events.Add((_collector, entry with { Kind = RouteEventKind.RibEnd, Prefix = default, OriginSet = null }));
        }
    }
}
