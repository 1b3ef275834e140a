using System.Globalization;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Results;
using StreamWatch.Schemas.Routes;
using Xunit;

namespace StreamWatch.Tests.Schemas;

/// <summary>What is written is read; what is damaged is refused, and nothing else happens.</summary>
public sealed class BatchLaws
{
    [Fact]
    public void What_the_detection_finds_comes_back_as_it_was()
    {
        var outage = SampleBatches.Outage();
        Assert.Equivalent(outage, ResultCodec.Of(ResultCodec.Of(outage)), strict: true);
        var open = outage with { ParentId = null, Asn = null, Family = null, RecoveredAt = null, Chance = null, LostPrefixes = [], Analysis = IncidentAnalysis.None };
        Assert.Equivalent(open, ResultCodec.Of(ResultCodec.Of(open)), strict: true);
        Assert.Equal(SampleBatches.AsnBin(), ResultCodec.Of(ResultCodec.Of(SampleBatches.AsnBin())));
        Assert.Equal(SampleBatches.AsnBin() with { Baseline = null }, ResultCodec.Of(ResultCodec.Of(SampleBatches.AsnBin() with { Baseline = null })));
        Assert.Equal(SampleBatches.TargetBin(), ResultCodec.Of(ResultCodec.Of(SampleBatches.TargetBin())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Elems_come_back_as_they_were(int seed)
    {
        var random = new Random(seed);
        var views = Enumerable.Range(0, 5).Select(i => new ViewKey("rrc00", (uint)i, new System.Net.IPAddress([10, 0, 0, (byte)i]))).ToList();
        var writer = new RouteBatchWriter(view => views[view]);
        for (var round = 0; round < 3; round++)
        {
            var expected = new List<string>();
            var ordinal = 100L * round;
            writer.Begin(ordinal);
            for (var message = 1; message < 200; message++)
            {
                ordinal += random.Next(3);
                var type = (ElemType)random.Next(1, 4);
                var update = new RouteUpdate
                {
                    Ordinal = ordinal,
                    View = random.Next(5),
                    ReceivedAtMicros = random.NextInt64(0, 2_000_000_000_000_000),
                    Type = type,
                    Safi = (byte)random.Next(1, 4),
                    SetAside = random.Next(10) == 0,
                    Turn = (uint)random.Next(2),
                };
                var path = System.Text.Encoding.UTF8.GetBytes(random.Next(100_000).ToString(CultureInfo.InvariantCulture));
                uint[] origins = [.. Enumerable.Range(0, random.Next(3)).Select(_ => (uint)random.Next())];
                var set = type == ElemType.Withdrawal ? default : new PathAttributeSet { Path = path, Origins = origins, Med = random.Next(2) == 0 ? null : (uint)random.Next() };
                for (var many = random.Next(1, 4); many > 0; many--)
                {
                    var family = random.Next(2) == 0 ? AddressFamily.IPv4 : AddressFamily.IPv6;
                    var prefix = new Prefix(
                        family, (ulong)random.NextInt64(), family == AddressFamily.IPv4 ? 0 : (ulong)random.NextInt64(), random.Next(family == AddressFamily.IPv4 ? 33 : 129));
                    writer.Append(update, type == ElemType.Withdrawal ? 0 : message, set, prefix, (uint)random.Next(2));
                    expected.Add($"{update with { View = 0 }} {views[update.View]} {(type == ElemType.Withdrawal ? "" : Convert.ToHexString(path))} {string.Join(',', set.Origins.ToArray())} {set.Med} {prefix}");
                }
            }

            var reader = new RouteBatchReader(
                writer.Write(new BatchHeader { Version = 1, Producer = "p", Session = new string('a', 64), RoutePartitions = 1, Round = (ulong)round, FirstOrdinal = 100UL * (ulong)round }), 0);
            var read = new List<string>();
            while (reader.NextUpdate())
            {
                var view = reader.Batch.Views[reader.Update.View];
                var key = new ViewKey(view.Collector, view.PeerAsn, reader.Addresses[reader.Update.View].ToIPAddress());
                var set = reader.Attributes;
                var head = $"{reader.Update with { View = 0 }} {key} {Convert.ToHexString(set.Path)} {string.Join(',', set.Origins.ToArray())} {set.Med}";
                while (reader.NextPrefix(out var prefix, out _))
                {
                    read.Add($"{head} {prefix}");
                }
            }

            Assert.Equal(expected, read);
        }
    }

    [Fact]
    public void Whatever_is_damaged_is_refused_or_read_and_nothing_else_happens()
    {
        var random = new Random(4);
        Action<byte[]>[] readers =
        [
            bytes => ReadBatches.Describe(new RouteBatchReader(bytes, 0)),
            bytes => ReadBatches.Describe(new ProbeBatchReader(bytes, 0)),
            bytes =>
            {
                var batch = ResultCodec.Read(bytes);
                _ = batch.Outages.Select(ResultCodec.Of).Count();
                batch.Outages.ToList().ForEach(outage => ResultCodec.Of(outage));
            },
        ];
        byte[][] messages = [SampleBatches.Routes(), SampleBatches.Probes(), SampleBatches.Results()];
        var refused = 0;
        foreach (var (reader, message) in readers.Zip(messages))
        {
            for (var i = 0; i < 20_000; i++)
            {
                var damaged = i < message.Length ? message[..i] : (byte[])message.Clone();
                for (var flips = i < message.Length ? 0 : random.Next(1, 4); flips > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                try
                {
                    reader(damaged);
                }
                catch (ContractException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 1000);
    }
}
