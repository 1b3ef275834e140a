using System.Net;
using Google.Protobuf;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Routes;
using Xunit;

namespace StreamWatch.Tests.Schemas.Routes;

public sealed class RouteBatchWriterTests
{
    static readonly ViewKey[] Views = [new("rrc00", 64500, IPAddress.Parse("192.0.2.1")), new("rrc01", 4_200_000_000, IPAddress.Parse("2001:db8::1")), new("rrc02", 64502, IPAddress.None)];

    /// <summary>The writer encodes its columns itself; whoever reads them has generated classes.</summary>
    [Fact]
    public void What_is_written_is_byte_by_byte_what_the_generated_classes_write()
    {
        var writer = new RouteBatchWriter(view => Views[view]);
        Laws.Hold(300, 60, steps =>
        {
            // One writer for all rounds: nothing of a round may be left in the next.
            var bytes = Write(writer, steps, out _);
            Assert.Equal(RouteBatch.Parser.ParseFrom(bytes).ToByteArray(), bytes);
        });
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var writer = new RouteBatchWriter(view => Views[view]);
        Laws.Hold(300, 60, steps =>
        {
            var reader = new RouteBatchReader(Write(writer, steps, out var written), 0);
            var read = new List<string>();
            while (reader.NextUpdate())
            {
                while (reader.NextPrefix(out var prefix, out var pathId))
                {
                    var view = reader.Batch.Views[reader.Update.View].Number;
                    read.Add(Line(reader.Update with { View = (int)view }, reader.Attributes, prefix, pathId));
                }
            }

            Assert.Equal(written, read);
            Assert.Equal(written.Count, reader.Elems);
        });
    }

    [Fact]
    public void Nothing_is_allocated_for_an_elem()
    {
        var writer = new RouteBatchWriter(view => Views[view]);
        var update = Update(new Dice(1), 10);
        Fill();

        // The columns have grown now.
        Assert.Equal(0, Fill());

        long Fill()
        {
            // A view that is new in the round is an object.
            var attributes = Attributes(new Dice(2));
            writer.Begin(0);
            writer.Append(update, 1, attributes, default, 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 5000; i++)
            {
                writer.Append(update with { Ordinal = i }, i + 2, attributes, new Prefix(AddressFamily.IPv4, (ulong)i << 40, 0, 24), (uint)i);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    static byte[] Write(RouteBatchWriter writer, int[] steps, out List<string> written)
    {
        var lines = new List<string>();
        writer.Begin(100);
        Append(writer, steps, lines.Add);
        if (steps.Length % 3 == 1)
        {
            writer.Append(new RouteMark { Kind = RouteMark.Types.Kind.EndOfRib, AtMicros = 5 }, 1000, 1);
            writer.Append(new RejectedInput { Source = "updates", Offset = 7, Reason = "Truncated", FirstBytes = ByteString.CopyFrom(1, 2) });
        }

        writer.Attach(steps.Length % 2 == 0 ? null : new Records { Ordinal = { 0, 300 }, Received = { -1, 1 } }, steps.Length % 5 == 0 ? new Declaration() : null);
        written = lines;
        return writer.Write(new BatchHeader
        {
            Version = Contract.Version,
            Producer = "collector",
            Session = new string('a', 64),
            RoutePartitions = 1,
            FirstOrdinal = 100,
            Round = (ulong)steps.Length,
        });
    }

    static void Append(RouteBatchWriter writer, int[] steps, Action<string> tell)
    {
        var ordinal = 100L;
        for (var i = 0; i < steps.Length; i++)
        {
            var dice = new Dice(steps[i]);
            ordinal += dice.Of(0, 0, 1, 200, 70_000);
            var update = Update(dice, ordinal);
            var isIpv6 = dice.Next(3) == 0;
            var prefix = new Prefix(isIpv6 ? AddressFamily.IPv6 : AddressFamily.IPv4, (ulong)dice.Next(int.MaxValue) << 33, 0, dice.Next(isIpv6 ? 129 : 33));
            var pathId = dice.Of(0u, 0u, 1u, uint.MaxValue);
            var attributes = update.Type == ElemType.Withdrawal ? default : Attributes(dice);
            writer.Append(update, update.Type == ElemType.Withdrawal ? 0 : i + 1, attributes, prefix, pathId);
            tell(Line(update, attributes, prefix, pathId));
        }
    }

    static RouteUpdate Update(Dice dice, long ordinal) => new()
    {
        Ordinal = ordinal,
        View = dice.Next(Views.Length),
        ReceivedAtMicros = dice.Of(0L, 1_700_000_000_000_000, -1, 1_700_000_000_000_001),
        Type = dice.Of(ElemType.RibEntry, ElemType.Announcement, ElemType.Withdrawal),
        Safi = dice.Of<byte>(1, 2, 3),
        SetAside = dice.Next(4) == 0,
        Turn = dice.Of(0u, 0u, 1u, 300u),
    };

    static PathAttributeSet Attributes(Dice dice) => new()
    {
        Path = dice.Of("", "64500 64501", "64500 {1,4200000000}").Select(c => (byte)c).ToArray(),
        Origins = dice.Of<uint[]>([], [64501], [1, 4_200_000_000]),
        Origin = dice.Of<byte?>(null, 0, 2),
        NextHop = dice.Of(default, RouteAddress.IPv4(0xC0000201), RouteAddress.From(IPAddress.Parse("2001:db8::2"))),
        Med = dice.Of<uint?>(null, null, 0, uint.MaxValue),
        LocalPref = dice.Of<uint?>(null, null, 100),
        Communities = new byte[4 * dice.Of(0, 0, 1, 40)],
        ExtendedCommunities = new byte[8 * dice.Of(0, 0, 2)],
        LargeCommunities = new byte[12 * dice.Of(0, 0, 0, 1)],
        AtomicAggregate = dice.Next(8) == 0,
        AggregatorAsn = dice.Of<uint?>(null, null, 64500),
        AggregatorAddress = 0,
        OnlyToCustomer = dice.Of<uint?>(null, null, null, 0),
    };

    static string Line(RouteUpdate update, PathAttributeSet a, Prefix prefix, uint pathId) =>
        $"{update} {prefix} {pathId} {Convert.ToHexString(a.Path)} [{string.Join(',', a.Origins.ToArray())}] {a.Origin} {a.NextHop} {a.Med} {a.LocalPref} {a.Communities.Length} "
        + $"{a.ExtendedCommunities.Length} {a.LargeCommunities.Length} {a.AtomicAggregate} {a.AggregatorAsn} {a.AggregatorAddress} {a.OnlyToCustomer}";
}
