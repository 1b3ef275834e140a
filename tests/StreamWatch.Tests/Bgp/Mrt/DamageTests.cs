using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Statistics;
using StreamWatch.Bgp.Text;
using Xunit;

namespace StreamWatch.Tests.Bgp.Mrt;

/// <summary>
/// Every real file, cut and with bytes changed: no crash, no hang (the loop ends with the bytes), memory bounded, rejections counted. The
/// places are drawn from a fixed seed, so that a failure can be repeated.
/// </summary>
public sealed class DamageTests
{
    /// <summary>Far above what decoder and writers hold, far below what a damaged length could ask for.</summary>
    const long MostAllocated = 64 << 20;

    [Fact]
    public void Damaged_files_are_decoded_without_a_crash_in_a_sample() => Damage(cuts: 3, rounds: 4, largest: 8 << 20);

    [Fact]
    [Trait("Tier", "long")]
    public void Every_file_cut_at_200_places_and_with_2000_changed_bytes_is_decoded_without_a_crash() =>
        Damage(cuts: 200, rounds: 200, largest: int.MaxValue);

    [Fact]
    public void A_changed_byte_in_a_marker_is_rejected_and_counted()
    {
        var record = HandMade.Update(string.Empty, "40010100", "08 0A");
        record[30] ^= 1;

        Assert.Equal(["rejected BadMarker 0, 0 elems kept"], Printed.Lines(record));
    }

    static void Damage(int cuts, int rounds, int largest)
    {
        var random = new Random(20080220);
        var rejected = 0L;
        foreach (var file in SharedData.Files("mrt"))
        {
            var bytes = RealRecords.Decompressed(file);
            if (bytes.Length > largest)
            {
                bytes = bytes[..largest];
            }

            for (var cut = 0; cut < cuts; cut++)
            {
                // A cut that is not at a record's end also damages the record's own length here: the last record is decoded short.
                rejected += Decode(bytes.AsSpan(0, random.Next(bytes.Length)), shortenLast: true);
            }

            for (var round = 0; round < rounds; round++)
            {
                // Ten changes a round: together the number that is asked for, and each round starts from the whole file.
                var changed = bytes.ToArray();
                for (var change = 0; change < 10; change++)
                {
                    changed[random.Next(changed.Length)] = (byte)random.Next(256);
                }

                rejected += Decode(changed, shortenLast: false);
            }
        }

        Assert.True(rejected > 0, "so much damage and nothing was rejected");
    }

    static long Decode(ReadOnlySpan<byte> bytes, bool shortenLast)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var lines = new LineBuffer(Stream.Null);
        var writer = new BgpdumpWriter(lines);
        var sink = new BgpdumpSink(writer);
        var decoder = new MrtDecoder<BgpdumpSink>();
        RealRecords.Decode(bytes, decoder, ref sink);
        if (shortenLast)
        {
            DecodeShortened(bytes, decoder, ref sink);
        }

        var collector = new StatisticsCollector();
        var counts = collector.Sink;
        RealRecords.Decode(bytes, new MrtDecoder<StatisticsSink>(), ref counts);
        var rejected = collector.EndFile().RejectedRecords;
        using var json = new JsonElemWriter(lines, "damaged");
        var objects = new JsonElemSink(json);
        RealRecords.Decode(bytes[..Math.Min(bytes.Length, 1 << 20)], new MrtDecoder<JsonElemSink>(), ref objects);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated + (2L * bytes.Length), "memory is not bounded");
        return rejected;
    }

    /// <summary>The torn record at the end as a record of the length that is left, as a collector that lost its tail may have written it.</summary>
    static void DecodeShortened(ReadOnlySpan<byte> bytes, MrtDecoder<BgpdumpSink> decoder, ref BgpdumpSink sink)
    {
        var offset = 0;
        MrtHeader header;
        while (MrtHeader.TryRead(bytes[offset..], offset, out header) == MrtHeaderStatus.Ok && bytes.Length - offset >= header.RecordLength)
        {
            offset += header.RecordLength;
        }

        if (bytes.Length - offset > header.HeaderLength && header.BodyLength > 0)
        {
            var body = bytes[(offset + header.HeaderLength)..];
            decoder.Decode(header with { BodyLength = body.Length }, body, ref sink);
        }
    }
}
