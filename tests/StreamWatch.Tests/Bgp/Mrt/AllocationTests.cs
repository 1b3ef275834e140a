using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Statistics;
using StreamWatch.Bgp.Text;
using Xunit;

namespace StreamWatch.Tests.Bgp.Mrt;

/// <summary>A decoder that has met its largest record allocates nothing any more.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void A_warmed_decoder_allocates_nothing()
    {
        foreach (var file in SharedData.Files("mrt").Where(file => new FileInfo(file).Length < 1 << 20))
        {
            var bytes = RealRecords.Decompressed(file);
            var decoder = new MrtDecoder<BgpdumpSink>();
            var sink = new BgpdumpSink(new BgpdumpWriter(new LineBuffer(Stream.Null)));
            var counter = new MrtDecoder<StatisticsSink>();
            var counts = new StatisticsCollector().Sink;

            // The first pass grows the buffers.
            RealRecords.Decode(bytes, decoder, ref sink);
            RealRecords.Decode(bytes, counter, ref counts);

            // While the runtime compiles anew it allocates on any thread; what the decoder itself needs is needed in every pass.
            var least = Enumerable.Range(0, 10).Min(_ => Pass());
            Assert.True(least == 0, $"{Path.GetFileName(file)}: {least} bytes");

            long Pass()
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                RealRecords.Decode(bytes, decoder, ref sink);
                RealRecords.Decode(bytes, counter, ref counts);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
    }
}
