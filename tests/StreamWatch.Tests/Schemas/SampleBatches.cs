using System.Net;
using Google.Protobuf;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Results;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.Tests.Schemas;

/// <summary>One message of each contract in which every field has a value of its own.</summary>
static class SampleBatches
{
    static readonly ViewKey[] Views = [new("rrc00", 3333, IPAddress.Parse("193.0.0.56")), new("route-views2", 23456, IPAddress.Parse("2001:db8::1"))];

    public static byte[] Routes()
    {
        var writer = new RouteBatchWriter(view => Views[view]);
        writer.Begin(1000);
        var update = new RouteUpdate { Ordinal = 1001, View = 0, ReceivedAtMicros = 1_642_204_800_000_001, Type = ElemType.Announcement, Safi = 1, Turn = 2 };
        writer.Append(update, 1, Attributes("3333 1299 {64512,64513}"u8, [64512, 64513]), Prefix.Parse("175.45.176.0/22"), 7);
        writer.Append(update, 1, Attributes("3333 1299 {64512,64513}"u8, [64512, 64513]), Prefix.Parse("2001:db8:1::/48"), 8);
        writer.Append(update with { Ordinal = 1003, View = 1, Type = ElemType.RibEntry, Safi = 3 }, 2, new PathAttributeSet { Path = "131279"u8, Origins = [131279] }, Prefix.Parse("0.0.0.0/0"), 0);
        writer.Append(update with { Ordinal = 1003, ReceivedAtMicros = 1_642_204_799_000_000, Type = ElemType.Withdrawal, SetAside = true }, 0, default, Prefix.Parse("10.1.2.3/32"), 0);
        writer.Append(new RouteMark { Kind = RouteMark.Types.Kind.PeerState, AtMicros = 5, OldState = 6, NewState = 1, Turn = 3, SetAside = true }, 1004, 1);
        writer.Append(new RouteMark { Kind = RouteMark.Types.Kind.CollectorEnd, AtMicros = 9, Collector = "rrc00" }, 1005, null);
        writer.Append(Rejected());
        var records = new Records();
        records.Ordinal.AddRange([1, 2]);
        records.Received.AddRange([1_642_204_800_000_001, -1]);
        writer.Attach(records, Declared());
        return writer.Write(Header(0));
    }

    public static byte[] Probes()
    {
        var writer = new ProbeBatchWriter();
        writer.Begin(1000);
        var result = new ProbeResult
        {
            Vantage = "berlin",
            Target = "kcna.kp",
            Kind = TargetKind.Web,
            Protocol = ProbeProtocol.Https,
            Address = IPAddress.Parse("175.45.176.71"),
            StartedAtNanos = 1_642_204_800_000_000_123,
            RttMilliseconds = 312.25,
            Outcome = ProbeOutcome.Ok,
            Detail = "200",
        };
        writer.Append(1001, result, setAside: false);
        writer.Append(1004, result with { Outcome = ProbeOutcome.Timeout, RttMilliseconds = null, Address = null, Detail = null, StartedAtNanos = 1 }, setAside: true);
        writer.Append(1002, new VantageHeartbeat("berlin", 1_642_204_800_000_000_000), setAside: false);
        writer.Append(1003, new VantageHeartbeat("oslo", 7), setAside: true);
        writer.Append(new ProbeFileEnd { AtMicros = 77 });
        writer.Append(Rejected());
        writer.Attach(Declared());
        return writer.Write(Header(0));
    }

    public static OutageRevision Outage() => new()
    {
        Id = "asn-131279-ipv4-20220114T233000Z",
        IncidentId = "group-kp-20220114T231500Z",
        ParentId = "group-kp-20220114T231500Z",
        EntityType = EntityType.Asn,
        Entity = "AS131279",
        Asn = 131279,
        Family = AddressFamily.IPv4,
        Basis = Basis.Rib,
        Severity = OutageSeverity.Critical,
        State = OutageState.Recovered,
        OnsetAt = At(0),
        DetectedAt = At(12),
        RecoveredAt = At(200),
        Revision = 3,
        BinWidth = TimeSpan.FromMinutes(5),
        MinVisibility = 0.125,
        Baseline = 0.9,
        SpaceBlocks = 4,
        ViewsUsable = 50,
        Units = 9,
        Chance = 1e-9,
        LostPrefixes = [Prefix.Parse("175.45.176.0/22")],
        Analysis = new IncidentAnalysis
        {
            Phases = [new PhaseStart(Phase.Failing, At(1), 0.75, "5 of 9 units")],
            Causes = [new CauseProbability(Cause.NetworkStress, 0.9, ["loss came first", "mail before web"])],
            RecoveryOrder = [TargetKind.Mail, TargetKind.Web],
            Affected = ["kcna.kp"],
            SimilarTo = [new Likeness("asn-131279-ipv4-20220101T000000Z", 0.84)],
        },
        Ruleset = 2,
    };

    public static AsnBin AsnBin() => new()
    {
        Bin = 5_474_016,
        Bins = 3,
        Asn = 131279,
        Family = AddressFamily.IPv4,
        Basis = Basis.Learned,
        State = BinState.Partial,
        Baseline = 0.99,
        Sample = new VisibilitySample(4, 3, 2.5, 2.25, 3, 2, 1, 0, 50, 44) { Split = 1 },
    };

    public static TargetBinRecord TargetBin() => new(
        27_370_080, "kcna.kp", Verdict.Degraded, true,
        new TargetTally { Probes = 10, Service = 6, Alive = 1, Silent = 3, Slow = 2, Returns = 1, ExpectedBad = 0.5, NotTheTargets = 4, Doubtful = 5, Voters = 2, MedianRtt = 301.5 });

    public static byte[] Results()
    {
        var batch = new ResultBatch
        {
            Version = 1,
            RunId = "detect-0123456789abcdef",
            AsnBinSeconds = 300,
            TargetBinSeconds = 60,
            CloseBins = 3,
            FirstAsnBin = 10,
            FirstTargetBin = 20,
            FirstOutage = 30,
            IsLast = true,
        };
        batch.AsnBins.Add(ResultCodec.Of(AsnBin()));
        batch.TargetBins.Add(ResultCodec.Of(TargetBin()));
        batch.Outages.Add(ResultCodec.Of(Outage()));
        return batch.ToByteArray();
    }

    static DateTime At(int minutes) => new DateTime(2022, 1, 14, 23, 30, 0, DateTimeKind.Utc).AddMinutes(minutes);

    static PathAttributeSet Attributes(ReadOnlySpan<byte> path, ReadOnlySpan<uint> origins) => new()
    {
        Path = path,
        Origins = origins,
        Origin = 2,
        NextHop = RouteAddress.From(IPAddress.Parse("2001:db8::2")),
        Med = 0,
        LocalPref = uint.MaxValue,
        Communities = new byte[] { 13, 5, 0, 1, 13, 5, 0, 2 },
        ExtendedCommunities = new byte[] { 0, 2, 0, 1, 0, 0, 0, 9 },
        LargeCommunities = new byte[] { 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3 },
        AtomicAggregate = true,
        AggregatorAsn = 64500,
        AggregatorAddress = 0xC0000201,
        OnlyToCustomer = 1299,
    };

    static BatchHeader Header(uint partition) => new()
    {
        Version = 1,
        Producer = "collector",
        Session = new string('a', 32) + new string('0', 32),
        Partition = partition,
        RoutePartitions = 4,
        ProbePartitions = 3,
        Round = 0,
        IsLast = true,
        FirstOrdinal = 1000,
        ReachedMicros = 1_642_204_800_000_001,
    };

    static RejectedInput Rejected() => new()
    {
        Source = "updates.20220114.2330.gz",
        Offset = 4711,
        Reason = "Truncated",
        FirstBytes = ByteString.CopyFrom(1, 2, 3),
        ReceivedMicros = 1_642_204_800_000_000,
    };

    static Declaration Declared()
    {
        var declaration = new Declaration();
        declaration.Files.Add(new SourceFile
        {
            Name = "updates.20220114.2330.gz", Collector = "rrc00", Content = new string('b', 64), Bytes = 99, FirstMicros = 1_642_203_000_000_000, StartsWithTable = true,
        });
        declaration.Uncovered.Add(new UncoveredSpan { Collector = "rrc00", FromMicros = 1, ToMicros = 2 });
        return declaration;
    }
}
